import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { atomicFile } from '../../src/store/atomic-file.js';
import { removeLeftovers } from '../../src/store/leftovers.js';
import { temporaryPath } from '../../src/store/temporary-path.js';
import { ended, firstOutput, startProcess } from './processes.js';
import { inDirectory } from './temporary-directory.js';

const test = suite('atomic file');

test('makes folders, writes, replaces', () =>
  inDirectory(async (directory) => {
    const path = join(directory, 'a/b.bin');
    await atomicFile(path, (temporary) => writeFile(temporary, 'one'));
    await atomicFile(path, (temporary) => writeFile(temporary, 'two'));
    assert.is(await readFile(path, 'utf8'), 'two');
    assert.equal(await readdir(join(directory, 'a')), ['b.bin']);
  }));

test('the old file stays until the new one is whole, and when writing fails', () =>
  inDirectory(async (directory) => {
    const path = join(directory, 'b.bin');
    await writeFile(path, 'old');
    const failing = atomicFile(path, async (temporary) => {
      await writeFile(temporary, 'half');
      assert.is(await readFile(path, 'utf8'), 'old');
      throw new Error('stop');
    });
    assert.is(await failing.catch((error: Error) => error.message), 'stop');
    assert.is(await readFile(path, 'utf8'), 'old');
    assert.equal(await readdir(directory), ['b.bin']);
  }));

test('what a killed process was writing is removed; what a live one writes, and all else, stays', () =>
  inDirectory(async (directory) => {
    const inner = join(directory, 'inner');
    await mkdir(inner);
    const child = startProcess(['hang-in-file', inner, '']);
    await firstOutput(child);
    await writeFile(join(inner, 'notes.tmp'), '');
    await writeFile(join(inner, '.hidden.123.tmp'), '');
    assert.is(await removeLeftovers(directory), 0);
    child.kill('SIGKILL');
    await ended(child);
    const ours = temporaryPath(join(inner, 'live.bin'));
    await writeFile(ours, 'live');
    assert.is(await removeLeftovers(directory), 1);
    const names = (await readdir(inner)).sort();
    assert.is(names.length, 3);
    assert.ok(names.includes('notes.tmp') && names.includes('.hidden.123.tmp'));
    assert.is(await readFile(ours, 'utf8'), 'live');
  }));

test('leftovers of puts into the store are removed too', () =>
  inDirectory(async (directory) => {
    const temporary = join(directory, 'results/tmp');
    await mkdir(temporary, { recursive: true });
    await writeFile(join(temporary, '4194999-b5a1dbb0-36f4-4a0b-9d3c-d3c3cb1f7a3e'), 'half');
    assert.is(await removeLeftovers(directory), 1);
    assert.equal(await readdir(temporary), []);
  }));

test('no directory, no leftovers', async () => {
  assert.is(await removeLeftovers(join(import.meta.dirname, 'not-there')), 0);
});

test.run();
