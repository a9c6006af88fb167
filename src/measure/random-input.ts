import type { ValueType } from '../onnx/graph.js';
import { float32, sizeOf, type Tensor } from '../onnx/tensor.js';
import { rngOf } from '../random.js';

/** One sample of random values, always the same: normal ones, or bytes as pixels are; open dimensions count as 1. */
export function randomInput({ dtype, dims }: ValueType, stream = 0): Tensor {
  const known = dims.map((dim) => Math.max(1, dim));
  const rng = rngOf(0, 'latency', stream);
  if (dtype === 'uint8')
    return { dtype, dims: known, data: Uint8Array.from({ length: sizeOf(known) }, () => 256 * rng.next()) };
  return float32(
    Float32Array.from({ length: sizeOf(known) }, () => rng.normal()),
    known,
  );
}
