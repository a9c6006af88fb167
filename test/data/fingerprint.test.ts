import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SourcePlan } from '../../src/config/sources.js';
import { DigestMemo } from '../../src/data/digest-memo.js';
import { fileDigest } from '../../src/data/file-digest.js';
import { fingerprint } from '../../src/data/fingerprint.js';
import { dataSourceOf } from '../../src/data/sources/registry.js';
import { inDirectory } from '../store/temporary-directory.js';
import { refusal } from './refusal.js';

const test = suite('fingerprint');

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function folder(directory: string): Promise<string> {
  const path = join(directory, 'set');
  for (const [name, text] of [
    ['a/1.png', 'one'],
    ['a/2.png', 'two'],
    ['b/1.png', 'three'],
  ]) {
    await put(join(path, name), text);
  }
  return path;
}

const images = (path: string) => fingerprint({ kind: 'images', path, labels: 'folders' });

test('fileDigest is sha256 of the bytes', () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'a'), 'abc');
    const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    assert.is(fileDigest(join(directory, 'a')), expected);
    const problem = await refusal((async () => fileDigest(join(directory, 'b')))());
    assert.equal([problem.code, problem.where], ['DATA_MISSING', join(directory, 'b')]);
  }));

test('stays the same in another place, at another time, with hidden files', () =>
  inDirectory(async (directory) => {
    const before = await images(await folder(directory));
    await rename(join(directory, 'set'), join(directory, 'moved'));
    await utimes(join(directory, 'moved/a/1.png'), 1, 1);
    await put(join(directory, 'moved/.cache/x'), 'x');
    assert.is(await images(join(directory, 'moved')), before);
  }));

const changes: Record<string, (path: string) => Promise<unknown>> = {
  'the content of a file': (path) => put(join(path, 'a/1.png'), 'onf'),
  'a new file': (path) => put(join(path, 'a/3.png'), 'one'),
  'a file gone': (path) => rm(join(path, 'a/2.png')),
  'a file in another class': (path) => rename(join(path, 'a/2.png'), join(path, 'b/2.png')),
  'another class name': (path) => rename(join(path, 'b'), join(path, 'c')),
  'an empty class folder': (path) => mkdir(join(path, 'aa')),
  'two files exchanged': async (path) => {
    await put(join(path, 'a/1.png'), 'two');
    await put(join(path, 'a/2.png'), 'one');
  },
};
for (const [name, change] of Object.entries(changes)) {
  test(`changes with ${name}`, () =>
    inDirectory(async (directory) => {
      const path = await folder(directory);
      const before = await images(path);
      await change(path);
      assert.is.not(await images(path), before);
    }));
}

test('changes with labels', () =>
  inDirectory(async (directory) => {
    const path = await folder(directory);
    assert.is.not(await images(path), await fingerprint({ kind: 'images', path, labels: undefined }));
  }));

test('npz and IDX: content and settings, not the name', () =>
  inDirectory(async (directory) => {
    const [one, two, other] = ['one', 'two', 'other'].map((name) => join(directory, name));
    await put(one, 'same');
    await put(two, 'same');
    await put(other, 'else');
    const npz = { kind: 'npz', path: one, values: 'x', labels: 'y' } as const;
    const base = await fingerprint(npz);
    assert.is(await fingerprint({ ...npz, path: two }), base);
    const idx = { kind: 'idx', path: one, labels: other } as const;
    assert.is(await fingerprint({ ...idx, path: two }), await fingerprint(idx));
    const all: SourcePlan[] = [
      npz,
      { ...npz, path: other },
      { ...npz, values: 'z' },
      { ...npz, labels: undefined },
      { ...npz, layout: 'nchw' },
      { ...npz, layout: 'nhwc' },
      idx,
      { ...idx, labels: undefined },
      { ...idx, path: other, labels: one },
      { ...idx, layout: 'nchw' },
    ];
    const prints = await Promise.all(all.map((source) => fingerprint(source)));
    assert.is(new Set(prints).size, all.length);
  }));

test('a module counts with what it imports and what it names', () =>
  inDirectory(async (directory) => {
    const path = join(directory, 'data.ts');
    await put(path, "import './part';\nexport const dependencies = ['raw', './one.bin'];\nexport default 0;");
    await put(join(directory, 'part.ts'), 'export const a = 1;');
    await put(join(directory, 'one.bin'), '1');
    await put(join(directory, 'raw/deep/x.bin'), 'x');
    await put(join(directory, 'unrelated.ts'), '');
    const source: SourcePlan = { kind: 'module', path };
    assert.equal(await filesOf(source), {
      files: ['data.ts', 'one.bin', 'part.ts'].map((name) => join(directory, name)),
      folders: [join(directory, 'raw')],
    });
    const seen = new Set([await fingerprint(source)]);
    await put(join(directory, 'unrelated.ts'), 'changed');
    assert.ok(seen.has(await fingerprint(source)));
    for (const [name, text] of [
      ['part.ts', 'export const a = 2;'],
      ['one.bin', '2'],
      ['raw/deep/x.bin', 'y'],
      ['raw/new.bin', 'y'],
      ['data.ts', "import './part';\nexport const dependencies = ['raw', './one.bin'];\nexport default 1;"],
    ]) {
      await put(join(directory, name), text);
      const print = await fingerprint(source);
      assert.is(seen.has(print), false, name);
      seen.add(print);
    }
  }));

for (const [name, text, code] of [
  ['dependencies that are no list', 'export const dependencies = "x"; export default 1;', 'DATA_MODULE'],
  ['a module that fails', 'throw new Error("bad");', 'DATA_MODULE'],
  [
    'a dependency that is not there',
    'export const dependencies = ["gone"]; export default 1;',
    'DATA_MISSING',
  ],
]) {
  test(`${name}: ${code}`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'data.ts');
      await put(path, text);
      const problem = await refusal(fingerprint({ kind: 'module', path }));
      assert.is(problem.code, code);
      assert.ok(problem.where?.startsWith(directory));
    }));
}

const filesOf = (source: SourcePlan) => dataSourceOf(source).files(source);

test('what to watch', async () => {
  assert.equal(await filesOf({ kind: 'images', path: '/d', labels: undefined }), {
    files: [],
    folders: ['/d'],
  });
  assert.equal(await filesOf({ kind: 'npz', path: '/d', values: 'x', labels: 'y' }), {
    files: ['/d'],
    folders: [],
  });
  assert.equal(await filesOf({ kind: 'idx', path: '/d', labels: '/a' }), {
    files: ['/a', '/d'],
    folders: [],
  });
});

for (const [name, at, code] of [
  ['no folder', 'gone', 'DATA_MISSING'],
  ['an empty folder', 'empty', 'DATA_EMPTY'],
]) {
  test(`${name}: ${code}`, () =>
    inDirectory(async (directory) => {
      await mkdir(join(directory, 'empty'));
      const problem = await refusal(images(join(directory, at)));
      assert.equal([problem.code, problem.where], [code, join(directory, at)]);
    }));
}

test('an abort ends it', () =>
  inDirectory(async (directory) => {
    const source = { kind: 'images', path: await folder(directory), labels: undefined } as const;
    const reason = new Error('stop');
    assert.is(
      await fingerprint(source, { signal: AbortSignal.abort(reason) }).catch((error) => error),
      reason,
    );
  }));

/** Sets the memo's own time `ms` after now, as if it had been written then. */
async function writtenLater(memoDirectory: string, ms: number): Promise<void> {
  for (const name of await readdir(memoDirectory)) {
    const time = new Date(Date.now() + ms);
    await utimes(join(memoDirectory, name), time, time);
  }
}

/** What the memo in this directory says the digest of each file is, replaced by one that is easy to see. */
async function plant(memoDirectory: string): Promise<void> {
  for (const name of await readdir(memoDirectory)) {
    const memo = JSON.parse(await readFile(join(memoDirectory, name), 'utf8'));
    memo.digests = memo.digests.map(() => 'remembered');
    await writeFile(join(memoDirectory, name), JSON.stringify(memo));
  }
}

async function remembered(
  directory: string,
): Promise<{ file: string; memo: string; open: () => DigestMemo }> {
  const file = join(directory, 'file');
  const memo = join(directory, 'memo');
  await writeFile(file, 'abc');
  const open = () => new DigestMemo(memo, directory);
  const first = open();
  assert.is(first.digest(file), fileDigest(file));
  await first.save();
  await plant(memo);
  return { file, memo, open };
}

test('memo: an unchanged file is not read again', () =>
  inDirectory(async (directory) => {
    const { file, memo, open } = await remembered(directory);
    await writtenLater(memo, 10_000);
    assert.is(open().digest(file), 'remembered');
  }));

test('memo: a file changed just before the memo was written is read again', () =>
  inDirectory(async (directory) => {
    const { file, memo, open } = await remembered(directory);
    await writtenLater(memo, 0);
    assert.is(open().digest(file), fileDigest(file));
  }));

test('memo: a change that keeps size and time of change is noticed', () =>
  inDirectory(async (directory) => {
    const { file, memo, open } = await remembered(directory);
    const { atime, mtime } = await stat(file);
    await writtenLater(memo, 10_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await writeFile(file, 'abd');
    await utimes(file, atime, mtime);
    assert.is(open().digest(file), fileDigest(file));
  }));

test('memo: another size is noticed', () =>
  inDirectory(async (directory) => {
    const { file, memo, open } = await remembered(directory);
    await writeFile(file, 'abcd');
    await writtenLater(memo, 10_000);
    assert.is(open().digest(file), fileDigest(file));
  }));

test('memo: another file under the same name is noticed', () =>
  inDirectory(async (directory) => {
    const { file, memo, open } = await remembered(directory);
    await writtenLater(memo, 10_000);
    await put(join(directory, 'other'), 'xyz');
    await rename(join(directory, 'other'), file);
    assert.is(open().digest(file), fileDigest(file));
  }));

for (const text of ['', '{', '{"version":2}', 'null', '{"version":1,"root":"elsewhere","paths":["x"]}']) {
  test(`memo: ${text || 'an empty file'} is no memo`, () =>
    inDirectory(async (directory) => {
      const { file, memo, open } = await remembered(directory);
      const [name] = await readdir(memo);
      await writeFile(join(memo, name), text);
      await writtenLater(memo, 10_000);
      const reader = open();
      assert.is(reader.digest(file), fileDigest(file));
      await reader.save();
      await plant(memo);
      await writtenLater(memo, 10_000);
      assert.is(open().digest(file), 'remembered');
    }));
}

test('memo: what is not asked for any more is forgotten', () =>
  inDirectory(async (directory) => {
    const { file, memo, open } = await remembered(directory);
    await copyFile(file, join(directory, 'second'));
    const reader = open();
    reader.digest(join(directory, 'second'));
    await reader.save();
    const [name] = await readdir(memo);
    assert.equal(JSON.parse(await readFile(join(memo, name), 'utf8')).paths, [join(directory, 'second')]);
  }));

test('the fingerprint with a memo is that without, cold, warm and after a change', () =>
  inDirectory(async (directory) => {
    const path = await folder(directory);
    const source = { kind: 'images', path, labels: 'folders' } as const;
    const options = { memoDirectory: join(directory, 'memo') };
    for (const text of ['one', 'two', 'six']) {
      await put(join(path, 'a/1.png'), text);
      assert.is(await fingerprint(source, options), await fingerprint(source));
      assert.is(await fingerprint(source, options), await fingerprint(source));
    }
    assert.is((await readdir(options.memoDirectory)).length, 1);
  }));

test.run();
