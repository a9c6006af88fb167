import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { symmetricEigen } from '../../../src/house/low-rank/symmetric-eigen.js';
import { rngOf } from '../../../src/random.js';

/** `b b'` of a random n x m matrix. */
function covariance(n: number, m: number): Float64Array {
  const rng = rngOf(1, 'covariance', n, m);
  const b = Float64Array.from({ length: n * m }, () => rng.normal());
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < m; k++) sum += b[i * m + k] * b[j * m + k];
    return sum;
  });
}

/** Two blocks that do not touch: an eigenvalue search that looks at neighbours only would stop early. */
function blocks(): Float64Array {
  const matrix = new Float64Array(16);
  const one = [2, 1, 1, 2];
  one.forEach((value, at) => {
    matrix[Math.floor(at / 2) * 4 + (at % 2)] = value;
    matrix[(2 + Math.floor(at / 2)) * 4 + 2 + (at % 2)] = 3 * value;
  });
  return matrix;
}

const cases: readonly (readonly [string, number, Float64Array])[] = [
  ['one entry', 1, Float64Array.of(-3)],
  ['two by two', 2, Float64Array.of(2, -1, -1, 2)],
  ['zeros', 3, new Float64Array(9)],
  ['the identity', 4, Float64Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? 1 : 0))],
  ['two blocks', 4, blocks()],
  ['negative and positive values', 3, Float64Array.of(0, 1, 2, 1, 0, 3, 2, 3, 0)],
  ['full rank', 40, covariance(40, 60)],
  ['rank 5 of 30', 30, covariance(30, 5)],
  ['tiny values', 8, covariance(8, 9).map((value) => value * 1e-150)],
  ['large values', 8, covariance(8, 9).map((value) => value * 1e150)],
];

for (const [name, n, matrix] of cases)
  test(`${name}: A v = w v, orthonormal, descending`, () => {
    const { values, vectors } = symmetricEigen(matrix, n)!;
    const size = Math.max(...matrix.map(Math.abs), Number.MIN_VALUE) * n;
    const at = (row: number, k: number) => vectors[row * n + k];
    for (let v = 0; v < n; v++) {
      assert.ok(v === 0 || values[v - 1] >= values[v], 'descending');
      for (let i = 0; i < n; i++) {
        let [image, inner] = [0, 0];
        for (let k = 0; k < n; k++) {
          image += matrix[i * n + k] * at(v, k);
          inner += at(v, k) * at(i, k);
        }
        assert.ok(Math.abs(image - values[v] * at(v, i)) <= 1e-12 * size, `vector ${v}, entry ${i}`);
        assert.ok(Math.abs(inner - (v === i ? 1 : 0)) <= 1e-12, `${v} and ${i} are orthonormal`);
      }
    }
  });

test('values that are known', () => {
  const { values } = symmetricEigen(Float64Array.of(2, -1, 0, -1, 2, -1, 0, -1, 2), 3)!;
  [2 + Math.SQRT2, 2, 2 - Math.SQRT2].forEach((value, index) => {
    assert.ok(Math.abs(values[index] - value) < 1e-14, `${values[index]}`);
  });
});

test('what is not finite is refused, and the matrix is not changed', () => {
  const matrix = Float64Array.of(1, Number.NaN, Number.NaN, 1);
  assert.is(symmetricEigen(matrix, 2), undefined);
  const fine = covariance(5, 6);
  const copy = Float64Array.from(fine);
  symmetricEigen(fine, 5);
  assert.equal(fine, copy);
});

test.run();
