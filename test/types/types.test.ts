import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('types of the package');
const root = dirname(await realpath(join(import.meta.dirname, '../../package.json')));

/** What tsc says of files that import the built package as an app does. */
async function compiled(
  moduleResolution: 'nodenext' | 'bundler',
  spoil = (text: string) => text,
): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bespoke-types-')));
  try {
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules/bespoke-webpack-plugin'));
    await symlink(join(root, 'node_modules/onnxruntime-web'), join(folder, 'node_modules/onnxruntime-web'));
    for (const file of ['api.ts', 'app.ts']) {
      const text = await readFile(join(root, 'test/types', file), 'utf8');
      await writeFile(join(folder, file), spoil(text));
    }
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const compilerOptions = {
      target: 'es2022',
      module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext',
      moduleResolution,
      lib: ['es2023', 'dom'],
      types: ['bespoke-webpack-plugin/modules'],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: true,
    };
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['api.ts', 'app.ts'] }),
    );
    const args = [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'];
    return await new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: folder }, (_, stdout) => resolve(stdout));
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

for (const moduleResolution of ['nodenext', 'bundler'] as const) {
  test(`what is right compiles and what is wrong does not, with ${moduleResolution}`, async () => {
    assert.is(await compiled(moduleResolution), '');
  });
}

test('a mistake that types let through is noticed', async () => {
  const told = await compiled('nodenext', (text) => text.replace('confg:', 'config:'));
  assert.match(told, /Unused '@ts-expect-error' directive/);
});

test.run();
