import { solveSymmetric } from './cholesky.js';
import { dot } from './dot.js';
import type { LinearLayer } from './linear-layer.js';
import type { MatrixProduct } from './matrix-product.js';
import type { Moments } from './moments.js';
import { solveWide } from './solve-wide.js';

/** Shrinkage towards the weights that are there, as shares of the mean squared patch value; from little to much. */
const RIDGES = [1e-4, 1e-2, 1e-1] as const;

/** From so many columns on, matrix products by ONNX Runtime are faster. */
const WIDE = 128;

/** Sum over positions of |y - W p|^2 for stacked coefficients `W`, by the moments: yy - 2 <W, yp> + <W pp, W>. */
export async function squaredError(
  product: MatrixProduct,
  layer: LinearLayer,
  coefficients: Float64Array,
  moments: Moments,
): Promise<number> {
  const width = layer.columns + (layer.bias ? 1 : 0);
  let error = moments.yy;
  for (let group = 0; group < layer.groups; group++) {
    const own = coefficients.subarray(group * layer.rows * width, (group + 1) * layer.rows * width);
    const pp = moments.pp.subarray(group * width * width, (group + 1) * width * width);
    const yp = moments.yp.subarray(group * layer.rows * width, (group + 1) * layer.rows * width);
    const products = width < WIDE ? timesSymmetric(own, pp, width) : await product.of(own, pp, width);
    for (let i = 0; i < own.length; i++) error += own[i] * (products[i] - 2 * yp[i]);
  }
  return error;
}

/** `w s` of rows `w` and a symmetric `s`. */
function timesSymmetric(w: Float64Array, s: Float64Array, width: number): Float64Array {
  const out = new Float64Array(w.length);
  for (let row = 0; row < w.length; row += width)
    for (let i = 0; i < width; i++) out[row + i] = dot(s, i * width, w, row, width);
  return out;
}

/**
 * Coefficients that minimise `|y - W p|^2 + ridge |W - W0|^2` over the fitted samples, where W0 are the coefficients
 * that are there, with the ridge that does best on held-out samples.
 *
 * @returns W0 itself when nothing does better than it on the held-out samples.
 */
export async function solveLeastSquares(
  product: MatrixProduct,
  layer: LinearLayer,
  start: Float64Array,
  moments: { readonly fit: Moments; readonly heldOut: Moments },
): Promise<{
  readonly coefficients: Float64Array;
  readonly errorBefore: number;
  readonly errorAfter: number;
}> {
  const errorBefore = await squaredError(product, layer, start, moments.heldOut);
  let best = { coefficients: start, errorBefore, errorAfter: errorBefore };
  let last = Number.POSITIVE_INFINITY;
  for (const ridge of RIDGES) {
    const coefficients = await ridgeRegression(product, layer, start, moments.fit, ridge);
    if (coefficients === undefined) continue;
    const errorAfter = await squaredError(product, layer, coefficients, moments.heldOut);
    if (errorAfter < best.errorAfter) best = { coefficients, errorBefore, errorAfter };
    if (errorAfter > last) break;
    last = errorAfter;
  }
  return best;
}

async function ridgeRegression(
  product: MatrixProduct,
  layer: LinearLayer,
  start: Float64Array,
  { pp, yp }: Moments,
  share: number,
): Promise<Float64Array | undefined> {
  const width = layer.columns + (layer.bias ? 1 : 0);
  const out = new Float64Array(start.length);
  for (let group = 0; group < layer.groups; group++) {
    const gram = pp.subarray(group * width * width, (group + 1) * width * width);
    let trace = 0;
    for (let i = 0; i < layer.columns; i++) trace += gram[i * width + i];
    const ridge = (share * trace) / layer.columns;
    if (!(ridge > 0)) return undefined;
    const offset = group * layer.rows * width;
    const rhs = yp.slice(offset, offset + layer.rows * width);
    for (let row = 0; row < layer.rows; row++) {
      for (let i = 0; i < layer.columns; i++) rhs[row * width + i] += ridge * start[offset + row * width + i];
    }
    const solved =
      width < WIDE
        ? solveSymmetric(gram, width, rhs, ridge, layer.columns)
        : await solveWide(product, gram, width, rhs, ridge, layer.columns);
    if (solved === undefined) return undefined;
    out.set(solved, offset);
  }
  return out;
}
