// Compiles src/, test/, fixtures/ and scripts/ into .test-build/, which mirrors the repository: beside the compiled
// JavaScript there is a link to every original file. So the tests, and all processes that they start, run plain
// JavaScript and find every file at its usual path.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const mirror = join(root, '.test-build');
const compiled = new Set(['src', 'test', 'fixtures', 'scripts']);
const left = new Set(['.git', '.test-build', '.bespoke']);

rmSync(mirror, { recursive: true, force: true });
const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
const { status } = spawnSync(process.execPath, [join(typescript, '../bin/tsc'), '-p', 'tsconfig.test.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(1);
for (const name of readdirSync(root)) {
  if (left.has(name)) continue;
  if (compiled.has(name)) linkInto(name);
  else symlinkSync(join(root, name), join(mirror, name));
}

/** Links the files of a folder that has compiled ones beside them; a folder that has none is linked as a whole. */
function linkInto(folder) {
  mkdirSync(join(mirror, folder), { recursive: true });
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const target = join(mirror, path);
    if (entry.isDirectory() && existsSync(target)) linkInto(path);
    else symlinkSync(join(root, path), target);
  }
}
