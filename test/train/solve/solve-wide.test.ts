import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rngOf } from '../../../src/random.js';
import { solveSymmetric } from '../../../src/train/solve/cholesky.js';
import { openMatrixProduct } from '../../../src/train/solve/matrix-product.js';
import { solveWide } from '../../../src/train/solve/solve-wide.js';

const rng = rngOf(5, 'solve wide');
const random = (count: number): Float64Array => Float64Array.from({ length: count }, () => rng.normal());
const product = await openMatrixProduct();

/** `x x^T` of n rows. */
async function gram(n: number, columns: number): Promise<Float64Array> {
  const x = random(n * columns);
  return product.of(x, x, columns);
}

test('a product is the sum of products', async () => {
  const [a, b] = [Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(1, 0, -1, 2, 2, 2)];
  assert.equal([...(await product.of(a, b, 3))], [-2, 12, -2, 30]);
});

for (const n of [1, 95, 96, 97, 250])
  test(`a system of ${n} columns is solved as by the plain way, without a ridge on the last`, async () => {
    const a = await gram(n, n + 20);
    const b = random(7 * n);
    const wanted = solveSymmetric(a, n, b, 0.5, n - 1)!;
    const got = (await solveWide(product, a, n, b, 0.5, n - 1))!;
    assert.is(got.length, wanted.length);
    for (const [index, value] of got.entries())
      assert.ok(Math.abs(value - wanted[index]!) < 1e-8, `${index}: ${value}, ${wanted[index]}`);
  });

test('what is not positive definite has no solution', async () => {
  const a = await gram(150, 200);
  a[149 * 150 + 149] = -1;
  assert.is(await solveWide(product, a, 150, random(150), 0.5), undefined);
});

test.after(() => product.close());

test.run();
