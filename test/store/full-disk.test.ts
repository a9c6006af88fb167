import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../src/errors.js';
import { atomicFile } from '../../src/store/atomic-file.js';
import { openStore } from '../../src/store/open-store.js';
import { storeError } from '../../src/store/store-error.js';
import { output, startProcess } from './processes.js';
import { onSmallDisk } from './small-disk.js';
import { inDirectory } from './temporary-directory.js';

const test = suite('full disk');
const LIMIT = 'ulimit -f 8000';

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

for (const command of ['fill', 'fill-file']) {
  test(`${command} beyond the file size limit of its process: STORE_FULL, nothing half-written`, () =>
    inDirectory(async (directory) => {
      const problem = JSON.parse(await output(startProcess([command, directory, '20000000'], LIMIT)));
      assert.is(problem.code, 'STORE_FULL');
      assert.is(problem.where, directory);
      assert.match(problem.next, 'cache.directory');
      assert.equal(await filesBelow(directory), []);
    }));

  test(`${command} within the limit`, () =>
    inDirectory(async (directory) => {
      assert.is(JSON.parse(await output(startProcess([command, directory, '1000'], LIMIT))).code, 'NONE');
    }));
}

const probe = await onSmallDisk(async () => {});
const onDisk = probe ? test : test.skip;

onDisk(
  'a full disk: STORE_FULL, what was there stays readable, and puts work again after room is made',
  async () => {
    await onSmallDisk(async (disk) => {
      const store = openStore(disk);
      await store.put('small', new Uint8Array(20_000).fill(1));
      await store.put('room', new Uint8Array(1));
      for (const put of [
        () => store.put('large', new Uint8Array(1_000_000)),
        () => atomicFile(join(disk, 'large.bin'), (path) => writeFile(path, new Uint8Array(1_000_000))),
      ]) {
        const error = await put().then(
          () => undefined,
          (reason: BespokeError) => reason,
        );
        assert.is(error?.code, 'STORE_FULL');
        assert.is(error?.problem.where, disk);
      }
      assert.is(await store.get('large'), undefined);
      assert.is((await store.get('small'))?.length, 20_000);
      await store.put('other', new Uint8Array(100_000).fill(2));
      assert.is((await store.get('other'))?.length, 100_000);
    });
  },
);

onDisk('a disk mounted for reading only: STORE_NOT_WRITABLE from put, get still works', async () => {
  await onSmallDisk(async (disk) => {
    const store = openStore(disk);
    await store.put('a', new Uint8Array([1, 2]));
    assert.is(spawnSync('mount', ['-o', 'remount,ro', disk]).status, 0);
    assert.equal([...((await store.get('a')) ?? [])], [1, 2]);
    const error = await store.put('b', new Uint8Array(10)).then(
      () => undefined,
      (reason: BespokeError) => reason,
    );
    assert.is(error?.code, 'STORE_NOT_WRITABLE');
    assert.is(error?.problem.where, disk);
    assert.ok(openStore(disk));
  });
});

test('errors that are not of the disk stay what they are', () => {
  const error = new Error('other');
  assert.is(storeError(error, 'd'), error);
  assert.is(storeError('text', 'd'), 'text');
});

test('errno is believed before a code that a library has overwritten', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device'), { errno: -28, code: 'EEXIST' });
  assert.is((storeError(error, 'd') as BespokeError).code, 'STORE_FULL');
});

test.run();
