import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { matrixOf } from '../../../src/house/low-rank/matrix.js';
import { factoriseWeights, subspaceOf } from '../../../src/house/low-rank/subspace.js';
import { rngOf } from '../../../src/random.js';

for (const [side, rows, columns] of [
  ['left', 5, 9],
  ['right', 9, 5],
] as const) {
  const rng = rngOf(1, 'subspace', side);
  const matrix = matrixOf(rows, columns, () => rng.normal());
  const subspace = () => subspaceOf(matrix)!;

  test(`${side}: all of the rank gives the matrix back`, () => {
    const { left, right } = factoriseWeights(matrix, () => matrix, subspace(), 5);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let r = 0; r < 5; r++) sum += left.data[row * 5 + r] * right.data[r * columns + column];
        assert.ok(Math.abs(sum - matrix.data[row * columns + column]) < 1e-5);
      }
  });

  test(`${side}: a rank gives the same whatever was asked before, and computes only what is new`, () => {
    const shared = subspace();
    let reads = 0;
    const counted = () => {
      reads++;
      return matrix;
    };
    for (const rank of [2, 4, 1, 3, 5, 5]) {
      const fresh = factoriseWeights(matrix, () => matrix, subspace(), rank);
      assert.equal(factoriseWeights(matrix, counted, shared, rank), fresh, `rank ${rank}`);
    }
    assert.is(reads, 3);
  });

  test(`${side}: what is given can be changed`, () => {
    const shared = subspace();
    const { left, right } = factoriseWeights(matrix, () => matrix, shared, 3);
    left.data.fill(0);
    right.data.fill(0);
    const again = factoriseWeights(matrix, () => matrix, shared, 3);
    assert.equal(
      again,
      factoriseWeights(matrix, () => matrix, subspace(), 3),
    );
  });
}

test.run();
