import type { Rng } from '../random.js';
import { dataTypes } from './data-types.js';
import type { ValueType } from './graph.js';
import type { Stretch } from './index-bounds.js';
import { float32, sizeOf, type Tensor } from './tensor.js';

/** Share of ones among integers that are no indices, as of the mask of a sentence that fills most of its length. */
const ONES = 0.75;

/**
 * Random values as a model's input has them: bytes for uint8, normal float32 otherwise; in stretches of integers
 * indices of embeddings, or ones and zeros, the first of each sample one.
 */
export function randomTensor(type: ValueType, rng: Rng, stretches: readonly Stretch[] = []): Tensor {
  const { dtype, dims } = type;
  const integers = stretches.filter(({ isInteger }) => isInteger);
  const isOfBytes = dtype === 'uint8' && integers.every(({ below }) => below === undefined);
  if (integers.length === 0 || isOfBytes) return randomValues(type, rng);
  const values = dtype === 'float32' ? randomValues(type, rng).data : new Float64Array(sizeOf(dims));
  const size = sizeOf(dims.slice(1));
  for (let sample = 0; sample < dims[0]!; sample++)
    for (const { start, end, below } of integers)
      for (let at = start; at < end; at++) {
        const drawn = rng.next();
        const flag = at === start || drawn < ONES ? 1 : 0;
        values[sample * size + at] = below === undefined ? flag : Math.floor(drawn * below);
      }
  return tensorOf(type, values as Float32Array | Float64Array);
}

function randomValues({ dtype, dims }: ValueType, rng: Rng): Tensor {
  const length = sizeOf(dims);
  if (dtype === 'uint8') return { dtype, dims, data: Uint8Array.from({ length }, () => 256 * rng.next()) };
  return float32(
    Float32Array.from({ length }, () => rng.normal()),
    dims,
  );
}

/** Numbers as a tensor of a type. */
export function tensorOf({ dtype, dims }: ValueType, values: ArrayLike<number>): Tensor {
  const data = new dataTypes[dtype].array(values.length);
  for (let at = 0; at < values.length; at++)
    data[at] =
      data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(values[at]!) : values[at]!;
  return { dtype, dims, data };
}
