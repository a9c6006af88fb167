import { dot } from './dot.js';
import { factoriseSymmetric } from './factorise.js';

/**
 * Solves `X * (A + ridge * I) = B` for a symmetric positive semi-definite `A` by Cholesky factorisation, in float64.
 *
 * @param a n x n, row-major, not changed.
 * @param b m x n, row-major: one right-hand side a row.
 * @param ridge added to the diagonal; the first `ridged` entries only (an intercept is not shrunk).
 * @returns m x n, or undefined when `A + ridge * I` is not positive definite.
 */
export function solveSymmetric(
  a: Float64Array,
  n: number,
  b: Float64Array,
  ridge: number,
  ridged = n,
): Float64Array | undefined {
  const l = Float64Array.from(a);
  for (let i = 0; i < n; i++) l[i * n + i] += i < ridged ? ridge : ridge * 1e-6;
  if (!factoriseSymmetric(l, n)) return undefined;
  const x = Float64Array.from(b);
  for (let offset = 0; offset < x.length; offset += n) {
    for (let i = 0; i < n; i++) x[offset + i] = (x[offset + i] - dot(l, i * n, x, offset, i)) / l[i * n + i];
    for (let i = n - 1; i >= 0; i--) {
      const value = x[offset + i] / l[i * n + i];
      x[offset + i] = value;
      for (let k = 0; k < i; k++) x[offset + k] -= l[i * n + k] * value;
    }
  }
  return x;
}
