import { factoriseSymmetric } from './factorise.js';
import { invertSymmetric } from './invert.js';

/** A linear layer `y = W p` in which block `b` of columns reads channel `b` of one tensor. */
export interface Reader {
  /**
   * columns x columns, row-major, blocks in order: the Gram matrix (or covariance) of its patches, any positive scale.
   * Not changed.
   */
  readonly gram: Float64Array;
  readonly columns: number;
  /** rows x columns. Not changed. */
  readonly weights: Float64Array;
  readonly rows: number;
}

/** Shrinkage, as a share of the mean of the Gram matrix's diagonal. */
const RIDGE = 1e-3;

/**
 * The order in which channels are taken out of what `readers` read, each time the one that costs their outputs least
 * when the channels that stay make up for it: for block `b` of a reader with weights W and Gram matrix H that is tr(W_b
 * ([H^-1]_bb)^-1 W_b^T), whereupon H^-1 and W are updated by block elimination (Hassibi and Stork 1993 for single
 * weights; ZipLM, Kurtic et al., NeurIPS 2023, section 3, for structures). Costs are shares of each reader's output,
 * added over the readers. Float64; columns^3 operations a reader.
 *
 * @returns place in the order by channel: 0 goes first. Undefined when no reader's matrix can be inverted.
 */
export function eliminationPlaces(readers: readonly Reader[], channels: number): Float64Array | undefined {
  const states = readers.flatMap((reader) => stateOf(reader, channels) ?? []);
  if (states.length === 0) return undefined;
  const active = Array.from({ length: channels }, (_, channel) => channel);
  const places = new Float64Array(channels);
  for (let place = 0; place < channels; place++) {
    let [best, bestCost] = [0, Infinity];
    for (let at = 0; at < active.length; at++) {
      const cost = states.reduce((sum, state) => sum + costOf(state, at), 0);
      if (cost < bestCost || (cost === bestCost && active[at] < active[best])) [best, bestCost] = [at, cost];
    }
    places[active[best]] = place;
    active[best] = active[active.length - 1];
    active.pop();
    for (const state of states) eliminate(state, best);
  }
  return places;
}

/** The blocks that are left lie in front; `inverse` and `weights` keep their strides. */
interface State {
  readonly inverse: Float64Array;
  readonly weights: Float64Array;
  readonly columns: number;
  readonly rows: number;
  readonly size: number;
  left: number;
  /** Scratch: factor of a block of the inverse, size x size. */
  readonly factor: Float64Array;
  /** Scratch: size x columns and size x rows. */
  readonly ofInverse: Float64Array;
  readonly ofWeights: Float64Array;
}

function stateOf({ gram, columns, weights, rows }: Reader, channels: number): State | undefined {
  const damped = Float64Array.from(gram);
  let trace = 0;
  for (let i = 0; i < columns; i++) trace += gram[i * columns + i];
  for (let i = 0; i < columns; i++) damped[i * columns + i] += (RIDGE * trace) / columns;
  const inverse = trace > 0 ? invertSymmetric(damped, columns) : undefined;
  const energy = outputEnergy(gram, columns, weights, rows);
  if (inverse === undefined || !(energy > 0)) return undefined;
  const small = rows > columns ? squareRoot(weights, rows, columns) : Float64Array.from(weights);
  const height = Math.min(rows, columns);
  const scale = 1 / Math.sqrt(energy);
  for (let i = 0; i < small.length; i++) small[i] *= scale;
  const size = columns / channels;
  return {
    inverse,
    weights: small,
    columns,
    rows: height,
    size,
    left: channels,
    factor: new Float64Array(size * size),
    ofInverse: new Float64Array(size * columns),
    ofWeights: new Float64Array(size * height),
  };
}

/** tr(W H W^T) */
function outputEnergy(gram: Float64Array, columns: number, weights: Float64Array, rows: number): number {
  let energy = 0;
  for (let row = 0; row < rows; row++) {
    const w = weights.subarray(row * columns, (row + 1) * columns);
    for (let i = 0; i < columns; i++) {
      let product = 0;
      for (let j = 0; j < columns; j++) product += gram[i * columns + j] * w[j];
      energy += w[i] * product;
    }
  }
  return energy;
}

/** R, columns x columns, with R^T R = W^T W (up to a little damping): costs the same with fewer rows. */
function squareRoot(weights: Float64Array, rows: number, columns: number): Float64Array {
  const square = new Float64Array(columns * columns);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < columns; i++) {
      const share = weights[row * columns + i];
      for (let j = 0; j <= i; j++) square[i * columns + j] += share * weights[row * columns + j];
    }
  let trace = 0;
  for (let i = 0; i < columns; i++) trace += square[i * columns + i];
  for (let i = 0; i < columns; i++) square[i * columns + i] += (1e-9 * trace) / columns;
  factoriseSymmetric(square, columns);
  const root = new Float64Array(columns * columns);
  for (let i = 0; i < columns; i++)
    for (let j = 0; j <= i; j++) root[j * columns + i] = square[i * columns + j];
  return root;
}

/** Factors block `at` of the inverse; false when rounding has left it indefinite. */
function factorBlock({ inverse, columns, size, factor }: State, at: number): boolean {
  const first = at * size;
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) factor[i * size + j] = inverse[(first + i) * columns + first + j];
  return factoriseSymmetric(factor, size);
}

function costOf(state: State, at: number): number {
  const { weights, columns, rows, size, factor } = state;
  if (!factorBlock(state, at)) return 0;
  let cost = 0;
  const solved = state.ofWeights;
  for (let row = 0; row < rows; row++) {
    const from = row * columns + at * size;
    for (let i = 0; i < size; i++) {
      let sum = weights[from + i];
      for (let k = 0; k < i; k++) sum -= factor[i * size + k] * solved[k];
      sum /= factor[i * size + i];
      solved[i] = sum;
      cost += sum * sum;
    }
  }
  return cost;
}

/** Takes block `at` out of the inverse and the weights, and moves the last block into its place. */
function eliminate(state: State, at: number): void {
  const { inverse, weights, columns, rows, size, factor, ofInverse, ofWeights } = state;
  const width = state.left * size;
  const first = at * size;
  if (factorBlock(state, at)) {
    // ofInverse = L^-1 [H^-1]_b:, ofWeights = L^-1 W_b^T
    for (let i = 0; i < size; i++) {
      const row = ofInverse.subarray(i * columns, i * columns + width);
      row.set(inverse.subarray((first + i) * columns, (first + i) * columns + width));
      for (let k = 0; k < i; k++) {
        const share = factor[i * size + k];
        const other = ofInverse.subarray(k * columns, k * columns + width);
        for (let j = 0; j < width; j++) row[j] -= share * other[j];
      }
      const diagonal = factor[i * size + i];
      for (let j = 0; j < width; j++) row[j] /= diagonal;
      for (let r = 0; r < rows; r++) {
        let sum = weights[r * columns + first + i];
        for (let k = 0; k < i; k++) sum -= factor[i * size + k] * ofWeights[k * rows + r];
        ofWeights[i * rows + r] = sum / diagonal;
      }
    }
    for (let i = 0; i < width; i++) subtract(inverse, i * columns, state, width, ofInverse, i, columns);
    for (let r = 0; r < rows; r++) subtract(weights, r * columns, state, width, ofWeights, r, rows);
  }
  const last = (state.left - 1) * size;
  if (last !== first) {
    for (let i = 0; i < size; i++)
      inverse.copyWithin((first + i) * columns, (last + i) * columns, (last + i) * columns + width);
    for (let i = 0; i < width; i++)
      inverse.copyWithin(i * columns + first, i * columns + last, i * columns + last + size);
    for (let r = 0; r < rows; r++)
      weights.copyWithin(r * columns + first, r * columns + last, r * columns + last + size);
  }
  state.left--;
}

/**
 * `target[offset + j] -= sum over k of shares[k * stride + first] * ofInverse[k, j]`, four k at a time: a row is then
 * read once, not `size` times.
 */
function subtract(
  target: Float64Array,
  offset: number,
  { ofInverse, columns, size }: State,
  width: number,
  shares: Float64Array,
  first: number,
  stride: number,
): void {
  let k = 0;
  for (; k + 4 <= size; k += 4) {
    const a = shares[k * stride + first];
    const b = shares[(k + 1) * stride + first];
    const c = shares[(k + 2) * stride + first];
    const d = shares[(k + 3) * stride + first];
    const at = k * columns;
    for (let j = 0; j < width; j++)
      target[offset + j] -=
        a * ofInverse[at + j] +
        b * ofInverse[at + columns + j] +
        c * ofInverse[at + 2 * columns + j] +
        d * ofInverse[at + 3 * columns + j];
  }
  for (; k < size; k++) {
    const share = shares[k * stride + first];
    for (let j = 0; j < width; j++) target[offset + j] -= share * ofInverse[k * columns + j];
  }
}
