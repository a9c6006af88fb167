/**
 * Writes the Cholesky factor of a symmetric matrix into its lower triangle; rows are `stride` apart.
 *
 * @returns false when `a` is not positive definite; its lower triangle is then of no use.
 */
export function factorise(a: Float64Array, n: number, stride = n): boolean {
  for (let j = 0; j < n; j++) {
    const rowJ = j * stride;
    let diagonal = a[rowJ + j];
    for (let k = 0; k < j; k++) diagonal -= a[rowJ + k] * a[rowJ + k];
    if (!(diagonal > 0)) return false;
    const root = Math.sqrt(diagonal);
    a[rowJ + j] = root;
    for (let i = j + 1; i < n; i++) {
      const rowI = i * stride;
      let sum = a[rowI + j];
      for (let k = 0; k < j; k++) sum -= a[rowI + k] * a[rowJ + k];
      a[rowI + j] = sum / root;
    }
  }
  return true;
}
