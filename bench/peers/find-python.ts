import { spawnSync } from 'node:child_process';

/** Versions of what the bench needs of a Python, or the sentence that says what is missing. */
export type Found = { readonly versions: string } | { readonly missing: string };

const PACKAGES = [
  ['numpy', 'numpy'],
  ['torch', 'torch'],
  ['torch_pruning', 'torch-pruning'],
] as const;

export function findPython(python: string): Found {
  const run = (code: string) => spawnSync(python, ['-c', code], { encoding: 'utf8' });
  const version = run('import platform; print(platform.python_version())');
  if (version.status !== 0)
    return { missing: `No Python: '${python}' does not start. Name one with --python FILE.` };
  const versions = [`Python ${version.stdout.trim()}`];
  for (const [module, name] of PACKAGES) {
    const imported = run(`import ${module}; print(${module}.__version__)`);
    if (imported.status !== 0)
      return {
        missing: `No ${name}: '${python} -c "import ${module}"' fails. Install it there, or name a Python that has it with --python FILE.`,
      };
    versions.push(`${name} ${imported.stdout.trim()}`);
  }
  return { versions: versions.join(', ') };
}
