import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Subspaces } from '../../../src/house/low-rank/subspaces.js';
import { weightedLowRank } from '../../../src/house/low-rank/weighted-low-rank.js';
import { float32, type Tensor } from '../../../src/onnx/tensor.js';
import { rngOf } from '../../../src/random.js';

function drawn(rows: number, columns: number): Tensor {
  const rng = rngOf(2, 'weight', rows, columns);
  return float32(
    Float32Array.from({ length: rows * columns }, () => rng.normal()),
    [rows, columns],
  );
}

const lowRankOf = (weight: Tensor, strengths?: Float64Array, subspaces = new Subspaces()) => {
  const [rows, columns] = weight.dims;
  const at = (row: number, column: number) => Number(weight.data[row * columns + column]);
  const view = { name: 'plain', rows, columns, at, channelOf: (column: number) => column };
  return weightedLowRank(subspaces, weight, view, strengths);
};

/** Share of the squares that is lost, columns weighted. */
function lossOf(weight: Tensor, rank: number, strengths?: Float64Array, of = strengths): number {
  const [rows, columns] = weight.dims;
  const { left, right } = lowRankOf(weight, of)!.factors(rank);
  let [lost, all] = [0, 0];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const wanted = Number(weight.data[row * columns + column]);
      let own = 0;
      for (let r = 0; r < rank; r++) own += left.data[row * rank + r] * right.data[r * columns + column];
      const strength = strengths?.[column] ?? 1;
      lost += ((wanted - own) * strength) ** 2;
      all += (wanted * strength) ** 2;
    }
  return lost / all;
}

for (const [rows, columns] of [
  [6, 11],
  [11, 6],
  [7, 7],
])
  test(`${rows} x ${columns}: full rank loses nothing, less rank what it says`, () => {
    const weight = drawn(rows, columns);
    const lowRank = lowRankOf(weight)!;
    assert.is(lowRank.size, Math.min(rows, columns));
    assert.ok(lossOf(weight, lowRank.size) < 1e-12);
    let before = 1;
    for (let rank = 1; rank < lowRank.size; rank++) {
      const loss = lossOf(weight, rank);
      assert.ok(Math.abs(loss - lowRank.loss(rank)) < 1e-6, `rank ${rank}: ${loss}`);
      assert.ok(loss < before, `rank ${rank}`);
      before = loss;
    }
  });

test('weighted columns: better where it counts, and what it says', () => {
  const weight = drawn(8, 10);
  const strengths = Float64Array.from({ length: 10 }, (_, column) => (column < 3 ? 10 : 1));
  const weighted = lossOf(weight, 3, strengths);
  assert.ok(Math.abs(weighted - lowRankOf(weight, strengths)!.loss(3)) < 1e-6);
  assert.ok(weighted < 0.5 * lossOf(weight, 3, strengths, new Float64Array(10).fill(1)), `${weighted}`);
  assert.ok(lossOf(weight, 8, strengths) < 1e-10);
});

test('channels that are off, and activations that are all zero, do no harm', () => {
  const weight = drawn(5, 6);
  for (const strengths of [Float64Array.of(0, 1, 1, 1, 1, 1), new Float64Array(6)])
    assert.ok(lossOf(weight, 5, undefined, strengths) < 1e-9);
});

test('a subspace is found once for a weight, a view and strengths', () => {
  const subspaces = new Subspaces();
  const weight = drawn(4, 5);
  let made = 0;
  const matrix = () => {
    made++;
    return { rows: 4, columns: 5, data: Float64Array.from(weight.data as Float32Array) };
  };
  const strengths = new Float64Array(5).fill(2);
  const first = subspaces.of(weight, 'plain', undefined, matrix);
  assert.is(subspaces.of(weight, 'plain', undefined, matrix), first);
  assert.is(made, 1);
  assert.is.not(subspaces.of(weight, 'plain', strengths, matrix), first);
  assert.is.not(subspaces.of({ ...weight }, 'plain', undefined, matrix), first);
  assert.is(made, 3);
});

test('weights that are zero, or too large, have none', () => {
  assert.is(lowRankOf(float32(new Float32Array(6), [2, 3])), undefined);
  assert.is(lowRankOf(float32(new Float32Array(700 * 700).fill(1), [700, 700])), undefined);
});

test.run();
