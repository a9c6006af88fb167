import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Dataset } from '../../src/data/dataset.js';
import { datasetDigest } from '../../src/data/load-dataset.js';
import { openDataset, writeDataset } from '../../src/data/packed.js';
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
      const { values, labels, classes, ...rest } = openDataset(join(directory, 'new/set.bin'));
      assert.is(values.constructor.name, dataset.values.constructor.name);
      assert.equal([...values], [...dataset.values]);
      assert.equal(labels && [...labels], dataset.labels && [...dataset.labels]);
      assert.equal(classes, dataset.classes);
      assert.equal(rest, { count: dataset.count, sampleDims: dataset.sampleDims, digest: dataset.digest });
    }));
}

const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.with(at < 0 ? bytes.length + at : at, bytes.at(at)! ^ 4);
const damages: Record<string, (whole: Uint8Array) => Uint8Array> = {
  'one byte short': (whole) => whole.subarray(0, -1),
  empty: () => new Uint8Array(0),
  'one byte longer': (whole) => Uint8Array.of(...whole, 0),
  'with one bit of the header flipped': (whole) => flipped(whole, 20),
  'with one bit of the values flipped': (whole) => flipped(whole, -30),
  'with one bit of the labels flipped': (whole) => flipped(whole, -1),
};
for (const [how, damage] of Object.entries(damages)) {
  test(`a file ${how} is refused and removed`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'set');
      await writeDataset(path, cases['bytes with labels and classes']);
      await writeFile(path, damage(new Uint8Array(await readFile(path))));
      assert.throws(
        () => openDataset(path),
        ({ code, problem }: BespokeError) => code === 'SCRATCH_DAMAGED' && problem.where === 'set',
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
