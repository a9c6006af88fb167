import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { batchTensor } from '../../src/data/batch.js';
import type { Dataset } from '../../src/data/dataset.js';
import { datasetDigest } from '../../src/data/load-dataset.js';
import { openDataset, soundDataset, writeDataset, writeSamples } from '../../src/data/packed.js';
import type { BespokeError } from '../../src/errors.js';
import { inDirectory } from '../store/temporary-directory.js';

const test = suite('packed data set');
const bytes = Uint8Array.from({ length: 30 }, (_, index) => index * 7);

const cases: Record<string, Dataset> = {
  'bytes with labels and classes': {
    count: 5,
    sampleDims: [1, 2, 3],
    values: bytes,
    labels: Int32Array.of(0, 1, 2, 1, 0),
    classes: ['a', 'ä ö', 'c'],
    digest: 'one',
  },
  'floats without labels': {
    count: 2,
    sampleDims: [3],
    values: Float32Array.of(1, -2, 0.5, 4, 5, 6),
    digest: 'two',
  },
  'a view into a larger array': {
    count: 2,
    sampleDims: [2],
    values: bytes.subarray(3, 7),
    labels: Int32Array.of(9, 8, 7, 6).subarray(1, 3),
    digest: 'three',
  },
  'a header longer than one read': {
    count: 1,
    sampleDims: [30],
    values: bytes,
    classes: Array.from({ length: 3000 }, (_, index) => `class ${index}`),
    digest: 'four',
  },
};

for (const [name, dataset] of Object.entries(cases)) {
  test(`${name} comes back as it was`, () =>
    inDirectory(async (directory) => {
      await writeDataset(join(directory, 'new/set.bin'), dataset);
      const packed = openDataset(join(directory, 'new/set.bin'));
      const { count, sampleDims, labels, classes, digest } = packed;
      const values: number[] = [];
      for (let index = 0; index < count; index++) {
        const sample = packed.sample(index);
        assert.is(sample.constructor.name, dataset.values.constructor.name);
        values.push(...sample);
      }
      packed.close();
      assert.equal(values, [...dataset.values]);
      assert.equal(labels && [...labels], dataset.labels && [...dataset.labels]);
      assert.equal(classes, dataset.classes);
      assert.equal([count, sampleDims], [dataset.count, dataset.sampleDims]);
      assert.is(digest, datasetDigest(dataset.sampleDims, dataset.values, dataset.labels));
    }));
}

const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.with(at < 0 ? bytes.length + at : at, bytes.at(at)! ^ 4);
const damages: Record<string, (whole: Uint8Array) => Uint8Array> = {
  'one byte short': (whole) => whole.subarray(0, -1),
  empty: () => new Uint8Array(0),
  'one byte longer': (whole) => Uint8Array.of(...whole, 0),
  'with one bit of the header flipped': (whole) => flipped(whole, -30),
  "with one bit of the header's length flipped": (whole) => flipped(whole, -1),
  'with one bit of the values flipped': (whole) => flipped(whole, 20),
  'with one bit of the labels flipped': (whole) => flipped(whole, 31),
  'with one bit of the checksums flipped': (whole) => flipped(whole, 55),
};
for (const [how, damage] of Object.entries(damages)) {
  test(`a file ${how} is refused and removed`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'set');
      await writeDataset(path, cases['bytes with labels and classes']);
      await writeFile(path, damage(new Uint8Array(await readFile(path))));
      assert.throws(
        () => {
          const dataset = openDataset(path);
          try {
            for (let index = 0; index < dataset.count; index++) dataset.sample(index);
          } finally {
            dataset.close();
          }
        },
        ({ code, problem }: BespokeError) => code === 'SCRATCH_DAMAGED' && problem.where === 'set',
      );
      assert.equal(await readdir(directory), []);
    }));

  test(`what an earlier build left is no data set when it is ${how}`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'set');
      await writeDataset(path, cases['bytes with labels and classes']);
      assert.is(soundDataset(path)?.count, 5);
      await writeFile(path, damage(new Uint8Array(await readFile(path))));
      assert.is(soundDataset(path), undefined);
      assert.equal(await readdir(directory), []);
    }));
}

test('batches of a file are those of memory, in any order and repeated', () =>
  inDirectory(async (directory) => {
    const dataset = cases['bytes with labels and classes'];
    await writeDataset(join(directory, 'set'), dataset);
    const packed = openDataset(join(directory, 'set'));
    const input = { scale: 1 / 255, mean: [1, 2, 3], std: [4, 5, 6], layout: 'nchw' as const };
    assert.equal(batchTensor(packed, [4, 0, 0, 2], input), batchTensor(dataset, [4, 0, 0, 2], input));
    for (const index of [-1, 5, Number.NaN])
      assert.throws(() => batchTensor(packed, [index], input), RangeError);
    packed.close();
  }));

for (const [how, count] of [
  ['fewer', 3],
  ['more', 1],
] as const) {
  test(`no file stays where ${how} samples come than were told`, () =>
    inDirectory(async (directory) => {
      const samples = [bytes.subarray(0, 6), bytes.subarray(6, 12)];
      const coming = { count, sampleDims: [6], dtype: 'uint8' as const, samples };
      await writeSamples(join(directory, 'set'), coming).then(
        () => assert.unreachable(),
        ({ message }) => assert.match(message, `2 samples came in place of ${count}`),
      );
      assert.equal(await readdir(directory), []);
    }));
}

const labels = Int32Array.of(0, 1, 2);
const base = datasetDigest([2, 5], bytes, labels);
for (const [what, digest] of [
  ['a value', datasetDigest([2, 5], bytes.with(29, 0), labels)],
  ['a label', datasetDigest([2, 5], bytes, labels.with(2, 1))],
  ['no labels', datasetDigest([2, 5], bytes, undefined)],
  ['the shape', datasetDigest([5, 2], bytes, labels)],
  ['the type', datasetDigest([2, 5], Float32Array.from(bytes), labels)],
] as const) {
  test(`the digest changes with ${what}`, () => assert.is.not(digest, base));
}

test('the digest is of the values alone, not of where they lie', () => {
  const larger = new Uint8Array(40);
  larger.set(bytes, 5);
  assert.is(datasetDigest([2, 5], larger.subarray(5, 35), labels), base);
});

test.run();
