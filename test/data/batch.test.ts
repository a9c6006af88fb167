import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InputPlan } from '../../src/config/plan.js';
import { augmentedBatch } from '../../src/data/augment.js';
import { batchTensor } from '../../src/data/batch.js';
import type { Dataset } from '../../src/data/dataset.js';
import { rngOf } from '../../src/random.js';
import { plainInput } from './plain-input.js';

const test = suite('batch');

function dataset(sampleDims: readonly number[], values: Uint8Array | Float32Array): Dataset {
  const size = sampleDims.reduce((product, dim) => product * dim, 1);
  return { count: values.length / size, sampleDims, values, digest: '' };
}

/** Two images of 2 x 3 pixels and 3 channels; the value tells sample, row, column and channel. */
const bytes = new Uint8Array(36);
for (let index = 0; index < 36; index++) {
  const [sample, y, x, c] = [index / 18, (index / 9) % 2, (index / 3) % 3, index % 3].map(Math.floor);
  bytes[index] = 100 * sample + 30 * y + 10 * x + c;
}
const images = dataset([2, 3, 3], bytes);
const input: InputPlan = { ...plainInput, scale: 0.5, mean: [1, 2, 3], std: [2, 4, 8] };

for (const values of [bytes, Float32Array.from(bytes)]) {
  const name = values.constructor.name;
  for (const layout of ['nchw', 'nhwc'] as const) {
    test(`${name} to ${layout}: (value * scale - mean) / std at its place`, () => {
      const batch = batchTensor(dataset([2, 3, 3], values), [1, 0, 1], { ...input, layout });
      assert.is(batch.dtype, 'float32');
      assert.equal(batch.dims, layout === 'nchw' ? [3, 3, 2, 3] : [3, 2, 3, 3]);
      const strides = layout === 'nchw' ? [18, 3, 1, 6] : [18, 9, 3, 1];
      for (const [place, sample] of [1, 0, 1].entries()) {
        for (let y = 0; y < 2; y++) {
          for (let x = 0; x < 3; x++) {
            for (let c = 0; c < 3; c++) {
              const value = 100 * sample + 30 * y + 10 * x + c;
              const expected = (value * 0.5 - input.mean[c]) / input.std[c];
              const at = [place, y, x, c].reduce((sum, index, axis) => sum + index * strides[axis], 0);
              assert.is(batch.data[at], Math.fround(expected));
            }
          }
        }
      }
    });
  }
}

test('no mean and std: values alone', () => {
  assert.equal([...batchTensor(images, [0], plainInput).data].slice(0, 3), [0, 10, 20]);
});

for (const [dims, expected] of [
  [[4], [2, 4]],
  [
    [2, 2],
    [2, 2, 2],
  ],
  [
    [1, 2, 1, 2],
    [2, 1, 2, 1, 2],
  ],
] as const) {
  test(`samples of rank ${dims.length} keep their shape, the last axis is the channel`, () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const batch = batchTensor(dataset(dims, values), [1, 0], plainInput);
    assert.equal(batch.dims, expected);
    assert.equal([...batch.data], [5, 6, 7, 8, 1, 2, 3, 4]);
    if (dims.at(-1) === 2) {
      const shifted = batchTensor(dataset(dims, values), [0], { ...plainInput, mean: [1, 2] });
      assert.equal([...shifted.data], [0, 0, 2, 2]);
    }
  });
}

test('an empty batch', () => {
  assert.equal(batchTensor(images, [], plainInput).dims, [0, 3, 2, 3]);
});

for (const index of [2, -1, Number.NaN]) {
  test(`sample ${index} of two is refused`, () =>
    assert.throws(() => batchTensor(images, [index], plainInput), RangeError));
}

const plain = { ...plainInput, mean: [1, 1, 1] };
/** Channel 0 of one 2 x 3 image. */
const firstChannel = (data: ArrayLike<number>) => Array.from(data).slice(0, 6);

test('a flip mirrors left and right', () => {
  const { data } = batchTensor(images, [0], plain, [{ flip: true, down: 0, right: 0 }]);
  assert.equal(firstChannel(data), [19, 9, -1, 49, 39, 29]);
});

test('a shift moves the content; what comes in is 0 before preprocessing', () => {
  const { data } = batchTensor(images, [0], plain, [{ flip: false, down: 1, right: -1 }]);
  assert.equal(firstChannel(data), [-1, -1, -1, 9, 19, -1]);
});

test('a shift beyond the image leaves zeros', () => {
  const { data } = batchTensor(images, [1], plain, [{ flip: true, down: 0, right: 5 }]);
  assert.equal(firstChannel(data), [-1, -1, -1, -1, -1, -1]);
});

test('float samples shift and flip like bytes', () => {
  const change = [{ flip: true, down: -1, right: 1 }];
  const floats = dataset([2, 3, 3], Float32Array.from(bytes));
  assert.equal(batchTensor(floats, [1], input, change).data, batchTensor(images, [1], input, change).data);
});

test('no change asked for: augmented is the plain batch', () => {
  assert.equal(augmentedBatch(images, [0, 1], input, rngOf(1)), batchTensor(images, [0, 1], input));
});

test('vectors are not augmented', () => {
  const vectors = dataset([4], Float32Array.of(1, 2, 3, 4));
  const augment = { flip: true, shift: 2 };
  assert.equal([...augmentedBatch(vectors, [0], { ...plainInput, augment }, rngOf(1)).data], [1, 2, 3, 4]);
});

test('augmentation is decided by the generator', () => {
  const augmented = { ...plain, augment: { flip: true, shift: 1 } };
  const indices = Array(20).fill(0);
  const run = (seed: number) => augmentedBatch(images, indices, augmented, rngOf(seed)).data;
  assert.equal(run(1), run(1));
  assert.not.equal(run(1), run(2));
});

test('every flip and shift comes, about as often as the others', () => {
  const augmented = { ...plainInput, augment: { flip: true, shift: 1 } };
  // One bright pixel in the middle of 5 x 5, another to its right: shows shift and side.
  const pixels = new Uint8Array(25);
  pixels[12] = 1;
  pixels[13] = 2;
  const counts = new Map<string, number>();
  const rng = rngOf(9);
  const single = dataset([5, 5, 1], pixels);
  for (let round = 0; round < 1800; round++) {
    const { data } = augmentedBatch(single, [0], augmented, rng);
    const key = Array.from(data).join('');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assert.is(counts.size, 18);
  for (const count of counts.values()) assert.ok(count > 60 && count < 140, String(count));
});

test('the state of the generator after a batch depends on its length alone', () => {
  const after = (augment: InputPlan['augment']) => {
    const rng = rngOf(4);
    augmentedBatch(images, [0, 1], { ...plain, augment }, rng);
    return rng.next();
  };
  assert.is(after({ flip: true, shift: 0 }), after({ flip: false, shift: 3 }));
});

test.run();
