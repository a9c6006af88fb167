import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = dirname(await realpath(join(import.meta.dirname, '../../package.json')));

/** The files under src/ that a recipe of docs/extending.md lists. */
export async function filesOfRecipe(heading: string): Promise<string[]> {
  const text = await readFile(join(root, 'docs/extending.md'), 'utf8');
  const [, section] = new RegExp(`^## ${heading}\n(.*?)(?=^## |$(?![^]))`, 'ms').exec(text) ?? [];
  if (section === undefined) throw new Error(`docs/extending.md has no recipe '${heading}'`);
  const steps = section.match(/^\d\. `(src\/[^`]+)`/gm) ?? [];
  return steps.map((step) => /`(.+)`/.exec(step)![1]!);
}

/** A copy of what is compiled, in which recipes are followed. */
export class Copy {
  readonly directory: string;
  /** Files under src/ that were changed or added. */
  readonly touched = new Set<string>();

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async use(run: (copy: Copy) => Promise<void>): Promise<void> {
    const directory = await realpath(await mkdtemp(join(tmpdir(), 'bespoke-extending-')));
    try {
      for (const name of ['src', 'schema', 'package.json', 'tsconfig.json', 'tsconfig.build.json'])
        await cp(join(root, name), join(directory, name), { recursive: true });
      await cp(
        join(import.meta.dirname, '../../scripts/generate.js'),
        join(directory, 'scripts/generate.js'),
      );
      await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
      await run(new Copy(directory));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /** Puts text in front of an anchor that stands in the file once. */
  async insert(path: string, before: string, text: string): Promise<void> {
    const file = join(this.directory, path);
    const whole = await readFile(file, 'utf8');
    const at = whole.indexOf(before);
    if (at < 0 || whole.indexOf(before, at + 1) >= 0)
      throw new Error(`${path} does not have once: ${before}`);
    await this.write(path, whole.slice(0, at) + text + whole.slice(at));
  }

  async write(path: string, text: string): Promise<void> {
    await writeFile(join(this.directory, path), text);
    if (path.startsWith('src/')) this.touched.add(path);
  }

  /** Generates what comes from the schemas, and compiles. @throws Error with what the compiler says */
  compile(): void {
    const run = (...args: string[]) =>
      execFileSync(process.execPath, args, { cwd: this.directory, encoding: 'utf8' });
    try {
      run('scripts/generate.js');
      run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(stdout + stderr);
    }
  }

  /** A module of the compiled copy. */
  async module(path: string): Promise<Record<string, (...args: never[]) => unknown>> {
    return import(join(this.directory, 'dist', path));
  }
}
