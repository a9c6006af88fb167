import { dot } from './dot.js';
import type { MatrixProduct } from './matrix-product.js';

/** Columns that are worked on at a time, in JavaScript; what they do to all others is a matrix product. */
const BLOCK = 96;

/** {@link solveSymmetric} for large matrices: the same in blocks (Golub and Van Loan, 4th edition, section 4.2). */
export async function solveWide(
  product: MatrixProduct,
  a: Float64Array,
  n: number,
  b: Float64Array,
  ridge: number,
  ridged = n,
): Promise<Float64Array | undefined> {
  const l = Float64Array.from(a);
  for (let i = 0; i < n; i++) l[i * n + i] += i < ridged ? ridge : ridge * 1e-6;
  const blocks = Array.from({ length: Math.ceil(n / BLOCK) }, (_, index) => {
    const from = index * BLOCK;
    return { from, to: Math.min(n, from + BLOCK) };
  });
  for (const { from, to } of blocks) {
    if (!factorisePanel(l, n, from, to)) return undefined;
    const panel = blockOf(l, n, { from: to, to: n }, { from, to });
    if (to < n) subtract(l, n, to, await product.of(panel, panel, to - from), n - to, to);
  }
  const x = Float64Array.from(b);
  const rows = { from: 0, to: x.length / n };
  const inverses = blocks.map((block) => inverseOf(blockOf(l, n, block, block), block.to - block.from));
  for (const [index, block] of blocks.entries()) {
    const { from, to } = block;
    const solved = await product.of(blockOf(x, n, rows, block), inverses[index], to - from);
    place(x, n, from, solved, to - from);
    const panel = blockOf(l, n, { from: to, to: n }, block);
    if (to < n) subtract(x, n, to, await product.of(solved, panel, to - from), n - to);
  }
  for (const [index, block] of [...blocks.entries()].reverse()) {
    const { from, to } = block;
    const inverse = transposed(inverses[index], to - from);
    const solved = await product.of(blockOf(x, n, rows, block), inverse, to - from);
    place(x, n, from, solved, to - from);
    const panel = transposed(blockOf(l, n, block, { from: 0, to: from }), from);
    if (from > 0) subtract(x, n, 0, await product.of(solved, panel, to - from), from);
  }
  return x;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The Cholesky factor's columns `from` to `to`, in all rows below, when what is before them was taken out. */
function factorisePanel(l: Float64Array, n: number, from: number, to: number): boolean {
  for (let j = from; j < to; j++) {
    const row = j * n + from;
    const diagonal = l[j * n + j] - dot(l, row, l, row, j - from);
    if (!(diagonal > 0)) return false;
    const root = Math.sqrt(diagonal);
    l[j * n + j] = root;
    for (let i = j + 1; i < n; i++)
      l[i * n + j] = (l[i * n + j] - dot(l, i * n + from, l, row, j - from)) / root;
  }
  return true;
}

/** Of a lower triangular matrix; what is above its diagonal is not looked at. */
function inverseOf(l: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    out[i * n + i] = 1 / l[i * n + i];
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum += l[i * n + k] * out[k * n + j];
      out[i * n + j] = -sum / l[i * n + i];
    }
  }
  return out;
}

function place(x: Float64Array, n: number, column: number, matrix: Float64Array, width: number): void {
  for (let row = 0; row < matrix.length / width; row++)
    x.set(matrix.subarray(row * width, (row + 1) * width), row * n + column);
}

/** Takes a matrix of `width` columns out of the columns from `column` on; of rows from `firstRow` on. */
function subtract(
  x: Float64Array,
  n: number,
  column: number,
  matrix: Float64Array,
  width: number,
  firstRow = 0,
): void {
  for (let row = 0; row < matrix.length / width; row++) {
    const at = (firstRow + row) * n + column;
    for (let i = 0; i < width; i++) x[at + i] -= matrix[row * width + i];
  }
}

function blockOf(x: Float64Array, n: number, rows: Range, columns: Range): Float64Array {
  const width = columns.to - columns.from;
  const out = new Float64Array((rows.to - rows.from) * width);
  for (let row = rows.from; row < rows.to; row++)
    out.set(x.subarray(row * n + columns.from, row * n + columns.to), (row - rows.from) * width);
  return out;
}

function transposed(x: Float64Array, columns: number): Float64Array {
  const rows = x.length / columns;
  const out = new Float64Array(x.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) out[column * rows + row] = x[row * columns + column];
  return out;
}
