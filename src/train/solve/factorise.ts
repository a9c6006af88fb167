import { dot } from './dot.js';

/**
 * Writes the Cholesky factor of a symmetric matrix into its lower triangle; rows are `stride` apart.
 *
 * @returns false when `a` is not positive definite; its lower triangle is then of no use.
 */
export function factoriseSymmetric(a: Float64Array, n: number, stride = n): boolean {
  for (let j = 0; j < n; j++) {
    const rowJ = j * stride;
    const diagonal = a[rowJ + j] - dot(a, rowJ, a, rowJ, j);
    if (!(diagonal > 0)) return false;
    const root = Math.sqrt(diagonal);
    a[rowJ + j] = root;
    for (let i = j + 1; i < n; i++) {
      const rowI = i * stride;
      a[rowI + j] = (a[rowI + j] - dot(a, rowI, a, rowJ, j)) / root;
    }
  }
  return true;
}
