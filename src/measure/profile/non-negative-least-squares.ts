/** Sweeps over all unknowns; the problems here have some dozens of them. */
const SWEEPS = 2000;
const TOLERANCE = 1e-10;

/**
 * Minimises `|A x - b|² + ridge * |x|²` over `x >= 0` by coordinate descent, which is deterministic.
 *
 * @param rows of A, all of one length; columns should be of one scale
 */
export function nonNegativeLeastSquares(
  rows: readonly (readonly number[])[],
  b: readonly number[],
  ridge: number,
): number[] {
  const n = rows[0]?.length ?? 0;
  const normal = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) =>
      rows.reduce((sum, row) => sum + row[i] * row[j], i === j ? ridge : 0),
    ),
  );
  const right = Array.from({ length: n }, (_, i) => rows.reduce((sum, row, at) => sum + row[i] * b[at], 0));
  const x = new Array<number>(n).fill(0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let largest = 0;
    for (let i = 0; i < n; i++) {
      if (normal[i][i] === 0) continue;
      let slope = -right[i];
      for (let j = 0; j < n; j++) slope += normal[i][j] * x[j];
      const next = Math.max(0, x[i] - slope / normal[i][i]);
      largest = Math.max(largest, Math.abs(next - x[i]));
      x[i] = next;
    }
    if (largest < TOLERANCE) break;
  }
  return x;
}
