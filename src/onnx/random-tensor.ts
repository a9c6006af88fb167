import type { Rng } from '../random.js';
import type { ValueType } from './graph.js';
import { float32, sizeOf, type Tensor } from './tensor.js';

/** Random values as a model's input has them: bytes for uint8, normal float32 otherwise. */
export function randomTensor({ dtype, dims }: ValueType, rng: Rng): Tensor {
  const length = sizeOf(dims);
  if (dtype === 'uint8') return { dtype, dims, data: Uint8Array.from({ length }, () => 256 * rng.next()) };
  return float32(
    Float32Array.from({ length }, () => rng.normal()),
    dims,
  );
}
