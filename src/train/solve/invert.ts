import { factoriseSymmetric } from './factorise.js';

/**
 * Inverse of a symmetric positive definite matrix by Cholesky factorisation, in float64.
 *
 * @param a n x n, row-major; its lower triangle is overwritten.
 * @returns n x n, or undefined when `a` is not positive definite.
 */
export function invertSymmetric(a: Float64Array, n: number): Float64Array | undefined {
  if (!factoriseSymmetric(a, n)) return undefined;
  const inverseFactor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = inverseFactor.subarray(i * n, i * n + i + 1);
    for (let k = 0; k < i; k++) {
      const share = a[i * n + k];
      if (share === 0) continue;
      const other = inverseFactor.subarray(k * n, k * n + k + 1);
      for (let j = 0; j <= k; j++) row[j] -= share * other[j];
    }
    const diagonal = a[i * n + i];
    for (let j = 0; j < i; j++) row[j] /= diagonal;
    row[i] = 1 / diagonal;
  }
  const inverse = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const row = inverseFactor.subarray(k * n, k * n + k + 1);
    for (let i = 0; i <= k; i++) {
      const share = row[i];
      const target = inverse.subarray(i * n, i * n + i + 1);
      for (let j = 0; j <= i; j++) target[j] += share * row[j];
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) inverse[j * n + i] = inverse[i * n + j];
  return inverse;
}
