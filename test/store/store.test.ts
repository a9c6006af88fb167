import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../src/errors.js';
import { openStore } from '../../src/store/open-store.js';
import { output, startProcess } from './processes.js';
import { inDirectory } from './temporary-directory.js';

const test = suite('store');
const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => index * 31);

async function contentFiles(directory: string): Promise<string[]> {
  const entries = await readdir(join(directory, 'results'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.parentPath.includes('content-v'))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function damage(directory: string, change: (content: Buffer) => Uint8Array): Promise<void> {
  const [file, ...rest] = await contentFiles(directory);
  assert.is(rest.length, 0);
  await writeFile(file, change(await readFile(file)));
}

test('gives back what was put', () =>
  inDirectory(async (directory) => {
    const store = openStore(directory);
    assert.is(await store.get('a'), undefined);
    assert.is(await store.has('a'), false);
    await store.put('a', bytes);
    assert.is(await store.has('a'), true);
    assert.equal(new Uint8Array((await openStore(directory).get('a')) as Uint8Array), bytes);
  }));

test('keeps empty results', () =>
  inDirectory(async (directory) => {
    const store = openStore(directory);
    await store.put('empty', new Uint8Array());
    assert.is((await store.get('empty'))?.length, 0);
    assert.is(await store.has('empty'), true);
  }));

test('puts the bytes of a view, not of its buffer', () =>
  inDirectory(async (directory) => {
    const store = openStore(directory);
    await store.put('view', bytes.subarray(100, 110));
    assert.equal([...((await store.get('view')) ?? [])], [...bytes.subarray(100, 110)]);
  }));

test('the last put of a key counts', () =>
  inDirectory(async (directory) => {
    const store = openStore(directory);
    await store.put('a', bytes);
    await store.put('a', bytes.subarray(1));
    assert.is((await store.get('a'))?.length, bytes.length - 1);
  }));

test('delete takes one key and leaves another with the same bytes', () =>
  inDirectory(async (directory) => {
    const store = openStore(directory);
    await store.put('a', bytes);
    await store.put('b', bytes);
    await store.delete('a');
    assert.is(await store.get('a'), undefined);
    assert.is(await store.has('a'), false);
    assert.is((await store.get('b'))?.length, bytes.length);
    await store.delete('never put');
  }));

const damages: Record<string, (content: Buffer) => Uint8Array> = {
  'one flipped bit': (content) => {
    content[5000] ^= 1;
    return content;
  },
  'a file cut short': (content) => content.subarray(0, 4000),
  'an empty file': () => new Uint8Array(),
};
for (const [name, change] of Object.entries(damages)) {
  test(`${name} is noticed, dropped and made good by a put`, () =>
    inDirectory(async (directory) => {
      const store = openStore(directory);
      await store.put('a', bytes);
      await damage(directory, change);
      assert.is(await store.get('a'), undefined);
      assert.equal(await contentFiles(directory), []);
      assert.is(await store.has('a'), false);
      await store.put('a', bytes);
      assert.equal(new Uint8Array((await store.get('a')) as Uint8Array), bytes);
    }));
}

test('a put over content that is damaged already makes it good', () =>
  inDirectory(async (directory) => {
    const store = openStore(directory);
    await store.put('a', bytes);
    await damage(directory, damages['one flipped bit']);
    await store.put('b', bytes);
    assert.equal(new Uint8Array((await store.get('b')) as Uint8Array), bytes);
    assert.equal(new Uint8Array((await store.get('a')) as Uint8Array), bytes);
  }));

test('content that is gone is reported as missing', () =>
  inDirectory(async (directory) => {
    const store = openStore(directory);
    await store.put('a', bytes);
    for (const file of await contentFiles(directory)) await rm(file);
    assert.is(await store.has('a'), false);
    assert.is(await store.get('a'), undefined);
  }));

test('a damaged index line is a missing entry', () =>
  inDirectory(async (directory) => {
    const store = openStore(directory);
    await store.put('a', bytes);
    const index = (await readdir(join(directory, 'results'), { recursive: true, withFileTypes: true })).find(
      (entry) => entry.isFile() && entry.parentPath.includes('index-v'),
    );
    assert.ok(index);
    const path = join(index.parentPath, index.name);
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, -10));
    assert.is(await store.get('a'), undefined);
    await store.put('a', bytes);
    assert.is((await store.get('a'))?.length, bytes.length);
  }));

test('two processes put the same and other keys at the same time', () =>
  inDirectory(async (directory) => {
    await Promise.all(['1', '2'].map((id) => output(startProcess(['put', directory, id]))));
    const store = openStore(directory);
    assert.equal(new Set(await store.get('shared')), new Set([7]));
    for (const id of [1, 2]) {
      for (let round = 0; round < 20; round++) {
        assert.equal([...((await store.get(`own-${id}-${round}`)) ?? [])], Array(1000).fill(id));
      }
    }
  }));

test('a directory that is a file is not writable', () =>
  inDirectory(async (directory) => {
    const file = join(directory, 'file');
    await writeFile(file, 'x');
    try {
      openStore(file);
      assert.unreachable();
    } catch (error) {
      assert.is((error as BespokeError).code, 'STORE_NOT_WRITABLE');
      assert.is((error as BespokeError).problem.where, file);
      assert.match((error as BespokeError).message, 'cache.directory');
    }
  }));

// Root writes everywhere.
(process.getuid?.() === 0 ? test.skip : test)('a directory without write permission', () =>
  inDirectory(async (directory) => {
    await chmod(directory, 0o500);
    try {
      openStore(directory);
      assert.unreachable();
    } catch (error) {
      assert.is((error as BespokeError).code, 'STORE_NOT_WRITABLE');
    }
  }),
);

test.run();
