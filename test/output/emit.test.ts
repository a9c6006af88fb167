import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { assertOutputDirectory, emit } from '../../src/output/emit.js';
import { artifact, resultOf } from '../cli/fake-result.js';
import { inProject } from '../config/project.js';

const result = resultOf([artifact('b', 'two'), artifact('a', 'one')]);
const names = result.models[0]!.artifacts.map(
  ({ target, entry }) => `digits.${target}.${entry.sha256.slice(0, 8)}.onnx`,
);

test('writes models, report and manifest, making the folder', () =>
  inProject({}, async (cwd) => {
    const out = join(cwd, 'deep/dist');
    const manifest = await emit(result, out);
    assert.equal(
      (await readdir(out)).sort(),
      ['bespoke-manifest.json', 'bespoke-report.html', ...names].sort(),
    );
    assert.equal(JSON.parse(await readFile(join(out, 'bespoke-manifest.json'), 'utf8')), manifest);
    for (const { file } of manifest.models[0]!.targets) assert.ok(names.includes(file));
    assert.is(await readFile(join(out, names[0]!), 'utf8'), 'two');
  }));

test('writes the manifest last, and every file under another name first', () =>
  inProject({}, async (cwd) => {
    const out = join(cwd, 'dist');
    const seen: string[] = [];
    await emit(result, out, async (path, bytes) => {
      seen.push(path);
      await writeFile(path, bytes);
    });
    assert.is(seen.length, 4);
    assert.match(seen[2]!, 'bespoke-report.html');
    assert.match(seen[3]!, 'bespoke-manifest.json');
    for (const path of seen) assert.ok(path.endsWith('.tmp'), path);
  }));

test('writes over what is there', () =>
  inProject(
    { 'dist/bespoke-manifest.json': 'old', [`dist/${names[0]}`]: 'torn', 'dist/other.txt': 'kept' },
    async (cwd) => {
      await emit(result, join(cwd, 'dist'));
      assert.is(await readFile(join(cwd, 'dist', names[0]!), 'utf8'), 'two');
      assert.is(await readFile(join(cwd, 'dist/other.txt'), 'utf8'), 'kept');
    },
  ));

for (const failing of [1, 2, 3, 4]) {
  test(`a disk that is full at file ${failing} leaves the folder as it was`, () =>
    inProject({ 'dist/bespoke-manifest.json': 'old', 'dist/other.txt': 'kept' }, async (cwd) => {
      const out = join(cwd, 'dist');
      let count = 0;
      const error = await failure(() =>
        emit(result, out, async (path, bytes) => {
          if (++count < failing) return writeFile(path, bytes);
          await writeFile(path, bytes.slice(0, 1));
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
            code: 'ENOSPC',
            errno: -28,
          });
        }),
      );
      assert.is(error.code, 'OUTPUT_FULL');
      assert.is(error.problem.where, out);
      assert.match(error.message, 'no space left');
      assert.equal((await readdir(out)).sort(), ['bespoke-manifest.json', 'other.txt']);
      assert.is(await readFile(join(out, 'bespoke-manifest.json'), 'utf8'), 'old');
    }));
}

test('a file in place of the folder', () =>
  inProject({ dist: 'a file' }, async (cwd) => {
    for (const run of [
      () => emit(result, join(cwd, 'dist')),
      () => assertOutputDirectory(join(cwd, 'dist/deeper')),
    ]) {
      const error = await failure(run);
      assert.is(error.code, 'OUTPUT_NOT_WRITABLE');
      assert.match(error.message, '--out');
    }
  }));

test('a folder without permission is noticed before the build', () =>
  inProject({ 'locked/': '' }, async (cwd) => {
    const locked = join(cwd, 'locked');
    await chmod(locked, 0o500);
    // The superuser may write anywhere.
    if (process.getuid?.() !== 0) {
      assert.is(
        (await failure(() => assertOutputDirectory(join(locked, 'dist')))).code,
        'OUTPUT_NOT_WRITABLE',
      );
    }
    await chmod(locked, 0o700);
    await assertOutputDirectory(join(locked, 'dist'));
    assert.equal(await readdir(locked), []);
  }));

test('a manifest that is not valid writes nothing', () =>
  inProject({}, async (cwd) => {
    const made = artifact('a', 'one');
    const broken = resultOf([made, { ...made, target: 'b', entry: { ...made.entry, threads: 0 } }]);
    await mkdir(join(cwd, 'dist'));
    assert.is((await failure(() => emit(broken, join(cwd, 'dist')))).code, 'MANIFEST_INVALID');
    assert.equal(await readdir(join(cwd, 'dist')), []);
  }));

async function failure(run: () => Promise<unknown>): Promise<BespokeError> {
  try {
    await run();
  } catch (error) {
    assert.instance(error, BespokeError);
    return error as BespokeError;
  }
  return assert.unreachable('nothing was refused') as never;
}

test.run();
