import { solveSymmetric } from './cholesky.js';
import { dot } from './dot.js';
import type { LinearLayer } from './linear-layer.js';
import type { Moments } from './moments.js';

/** Shrinkage towards the weights that are there, as shares of the mean squared patch value. */
const RIDGES = [1e-4, 1e-2] as const;

/** Sum over samples of |y - W p|^2 for stacked coefficients `W`, from the moments alone: yy - 2 <W, yp> + <W pp, W>. */
export function squaredError(layer: LinearLayer, coefficients: Float64Array, moments: Moments): number {
  const width = layer.columns + (layer.bias ? 1 : 0);
  let error = moments.yy;
  for (let group = 0; group < layer.groups; group++) {
    for (let row = group * layer.rows; row < (group + 1) * layer.rows; row++) {
      const at = row * width;
      for (let i = 0; i < width; i++) {
        const product = dot(moments.pp, (group * width + i) * width, coefficients, at, width);
        error += coefficients[at + i] * (product - 2 * moments.yp[at + i]);
      }
    }
  }
  return error;
}

/**
 * Coefficients that minimise `|y - W p|^2 + ridge |W - W0|^2` over the fitted samples, where W0 are the coefficients
 * that are there, with the ridge that does best on held-out samples.
 *
 * @returns W0 itself when nothing does better than it on the held-out samples.
 */
export function solveLeastSquares(
  layer: LinearLayer,
  start: Float64Array,
  moments: { readonly fit: Moments; readonly heldOut: Moments },
): { readonly coefficients: Float64Array; readonly errorBefore: number; readonly errorAfter: number } {
  const errorBefore = squaredError(layer, start, moments.heldOut);
  let best = { coefficients: start, errorBefore, errorAfter: errorBefore };
  for (const ridge of RIDGES) {
    const coefficients = ridgeRegression(layer, start, moments.fit, ridge);
    if (coefficients === undefined) continue;
    const errorAfter = squaredError(layer, coefficients, moments.heldOut);
    if (errorAfter < best.errorAfter) best = { coefficients, errorBefore, errorAfter };
  }
  return best;
}

function ridgeRegression(
  layer: LinearLayer,
  start: Float64Array,
  { pp, yp }: Moments,
  share: number,
): Float64Array | undefined {
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
    const solved = solveSymmetric(gram, width, rhs, ridge, layer.columns);
    if (solved === undefined) return undefined;
    out.set(solved, offset);
  }
  return out;
}
