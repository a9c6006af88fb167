import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Rng, rngOf } from '../../../src/random.js';
import { eliminationPlaces, type Reader } from '../../../src/train/solve/elimination.js';
import { invertSymmetric } from '../../../src/train/solve/invert.js';

const matrix = (rng: Rng, length: number) => Float64Array.from({ length }, () => rng.normal());

/** A A^T of random features, n x n. */
function gramOf(rng: Rng, n: number, samples: number): Float64Array {
  const features = matrix(rng, n * samples);
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let s = 0; s < samples; s++) sum += features[i * samples + s] * features[j * samples + s];
    return sum;
  });
}

const RIDGE = 1e-3;

/** Least error of a reader's output from the columns of `stay`, each time solved from scratch. */
function leastError({ gram, columns, weights, rows }: Reader, stay: readonly number[]): number {
  const n = stay.length;
  const trace = Array.from({ length: columns }, (_, i) => gram[i * columns + i]).reduce((a, b) => a + b, 0);
  const h = (i: number, j: number) => gram[i * columns + j] + (i === j ? (RIDGE * trace) / columns : 0);
  const inverse = invertSymmetric(
    Float64Array.from({ length: n * n }, (_, at) => h(stay[Math.floor(at / n)], stay[at % n])),
    n,
  )!;
  let error = 0;
  for (let row = 0; row < rows; row++) {
    const hw = Array.from({ length: columns }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += h(i, j) * weights[row * columns + j];
      return sum;
    });
    for (let i = 0; i < columns; i++) error += weights[row * columns + i] * hw[i];
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) error -= hw[stay[i]] * inverse[i * n + j] * hw[stay[j]];
  }
  return error;
}

/** The same choice by trying every channel and solving anew. */
function placesByTrial(readers: readonly Reader[], channels: number): number[] {
  const places = new Array<number>(channels);
  let left = Array.from({ length: channels }, (_, channel) => channel);
  const columnsOf = (kept: readonly number[], { columns }: Reader) => {
    const size = columns / channels;
    return kept.flatMap((channel) => Array.from({ length: size }, (_, i) => channel * size + i));
  };
  const whole = readers.map((reader) => {
    const { gram, columns, weights, rows } = reader;
    let energy = 0;
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < columns; i++)
        for (let j = 0; j < columns; j++)
          energy += weights[row * columns + i] * gram[i * columns + j] * weights[row * columns + j];
    return energy;
  });
  for (let place = 0; place < channels - 1; place++) {
    const costs = left.map((gone) => {
      const kept = left.filter((channel) => channel !== gone);
      return readers.reduce(
        (sum, reader, at) => sum + leastError(reader, columnsOf(kept, reader)) / whole[at],
        0,
      );
    });
    const gone = left[costs.indexOf(Math.min(...costs))];
    places[gone] = place;
    left = left.filter((channel) => channel !== gone);
  }
  places[left[0]] = channels - 1;
  return places;
}

const cases: Record<string, { channels: number; readers: readonly { size: number; rows: number }[] }> = {
  'single columns': { channels: 7, readers: [{ size: 1, rows: 3 }] },
  'blocks of a kernel': { channels: 5, readers: [{ size: 4, rows: 6 }] },
  'more outputs than columns': { channels: 6, readers: [{ size: 1, rows: 20 }] },
  'two readers with kernels of different size': {
    channels: 6,
    readers: [
      { size: 1, rows: 4 },
      { size: 3, rows: 5 },
    ],
  },
  'one channel': { channels: 1, readers: [{ size: 2, rows: 2 }] },
};
for (const [name, { channels, readers }] of Object.entries(cases))
  test(`channels go in the order that trying all of them gives: ${name}`, () => {
    for (const seed of [1, 2, 3]) {
      const rng = rngOf(seed, name);
      const all = readers.map(({ size, rows }): Reader => {
        const columns = size * channels;
        return {
          gram: gramOf(rng, columns, 3 * columns),
          columns,
          weights: matrix(rng, rows * columns),
          rows,
        };
      });
      assert.equal([...eliminationPlaces(all, channels)!], placesByTrial(all, channels));
    }
  });

test('channels that another one makes up for go before a weak one that nothing replaces', () => {
  // Features a, b, (a + b) + a little noise, and a weak one of its own.
  const gram = Float64Array.of(1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 2.001, 0, 0, 0, 0, 0.1);
  const weights = Float64Array.of(1, 1, 1, 1);
  const [, , , weak] = eliminationPlaces([{ gram, columns: 4, weights, rows: 1 }], 4)!;
  assert.is(weak, 2);
});

test('readers of nothing give no order', () => {
  const gram = new Float64Array(4);
  assert.is(eliminationPlaces([{ gram, columns: 2, weights: Float64Array.of(1, 1), rows: 1 }], 2), undefined);
});

test('the inverse is an inverse; an indefinite matrix has none', () => {
  const n = 9;
  const gram = gramOf(rngOf(4, 'inverse'), n, 30);
  const inverse = invertSymmetric(Float64Array.from(gram), n)!;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += gram[i * n + k] * inverse[k * n + j];
      assert.ok(Math.abs(sum - (i === j ? 1 : 0)) < 1e-9);
    }
  assert.is(invertSymmetric(Float64Array.of(1, 2, 2, 1), 2), undefined);
});

test.run();
