import { type Matrix, matrixOf } from './matrix.js';
import { symmetricEigen } from './symmetric-eigen.js';

/** The singular vectors of a matrix on its shorter side, strongest first. */
export interface Subspace {
  /** Which side of the matrix `vectors` are for: rows ('left') or columns ('right'). */
  readonly side: 'left' | 'right';
  /** Length of a vector, and how many there are. */
  readonly size: number;
  /** One vector a row, orthonormal up to float32. */
  readonly vectors: Float32Array;
  /** Squared singular values, descending. */
  readonly energies: Float64Array;
}

/** Undefined when the matrix is zero or holds values that are not finite. */
export function subspaceOf(matrix: Matrix): Subspace | undefined {
  const { rows, columns } = matrix;
  const side = rows <= columns ? 'left' : 'right';
  const size = Math.min(rows, columns);
  const eigen = symmetricEigen(gram(matrix, side), size);
  if (eigen === undefined || !(eigen.values[0] > 0)) return undefined;
  const energies = eigen.values.map((value) => Math.max(0, value));
  return { side, size, vectors: Float32Array.from(eigen.vectors), energies };
}

/** Share of the squared values that an approximation of this rank loses, 0 to 1 (Eckart and Young, 1936). */
export function lossAt({ energies }: Subspace, rank: number): number {
  let [kept, all] = [0, 0];
  energies.forEach((energy, index) => {
    all += energy;
    if (index < rank) kept += energy;
  });
  return 1 - kept / all;
}

/**
 * The best `left` (rows x rank) times `right` (rank x columns) for a matrix, by projection on the subspace of it, or of
 * a weighted version of it: then the best for the weights. The projections are kept with the subspace, so that another
 * rank takes only what it has more.
 *
 * @param matrix always the same for one subspace
 */
export function factoriseWeights(
  { rows, columns }: Pick<Matrix, 'rows' | 'columns'>,
  matrix: () => Matrix,
  subspace: Subspace,
  rank: number,
): { left: Matrix; right: Matrix } {
  const { side, size, vectors } = subspace;
  const projected = projections(matrix, subspace, rank);
  if (side === 'left') {
    const left = matrixOf(rows, rank, (row, r) => vectors[r * size + row]);
    return { left, right: { rows: rank, columns, data: projected.slice(0, rank * columns) } };
  }
  const left = matrixOf(rows, rank, (row, r) => projected[r * rows + row]);
  return { left, right: { rows: rank, columns, data: Float64Array.from(vectors.subarray(0, rank * size)) } };
}

interface Projections {
  readonly count: number;
  /** One behind the other. */
  readonly values: Float64Array;
}

const known = new WeakMap<Subspace, Projections>();

/** The matrix seen from each of the first `rank` vectors: a row of it for a vector of the left side, else a column. */
function projections(matrix: () => Matrix, subspace: Subspace, rank: number): Float64Array {
  const before = known.get(subspace) ?? { count: 0, values: new Float64Array() };
  if (before.count >= rank) return before.values;
  const { side, size, vectors } = subspace;
  const { rows, columns, data } = matrix();
  const length = side === 'left' ? columns : rows;
  const values = new Float64Array(rank * length);
  values.set(before.values);
  for (let r = before.count; r < rank; r++)
    for (let row = 0; row < rows; row++) {
      if (side === 'left') {
        const weight = vectors[r * size + row];
        for (let column = 0; column < columns; column++)
          values[r * length + column] += weight * data[row * columns + column];
      } else {
        let sum = 0;
        for (let column = 0; column < columns; column++)
          sum += data[row * columns + column] * vectors[r * size + column];
        values[r * length + row] = sum;
      }
    }
  known.set(subspace, { count: rank, values });
  return values;
}

function gram({ rows, columns, data }: Matrix, side: 'left' | 'right'): Float64Array {
  const size = side === 'left' ? rows : columns;
  const out = new Float64Array(size * size);
  if (side === 'left') {
    for (let i = 0; i < rows; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k < columns; k++) sum += data[i * columns + k] * data[j * columns + k];
        out[i * size + j] = sum;
        out[j * size + i] = sum;
      }
    return out;
  }
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < columns; i++) {
      const value = data[row * columns + i];
      if (value === 0) continue;
      for (let j = 0; j < columns; j++) out[i * size + j] += value * data[row * columns + j];
    }
  return out;
}
