import type { ValueType } from '../onnx/graph.js';
import { float32, sizeOf, type Tensor } from '../onnx/tensor.js';
import { rngOf } from '../random.js';

/**
 * One sample of normal random values, always the same; open dimensions count as 1. Models in normal form take float32.
 */
export function randomInput({ dims }: ValueType, stream = 0): Tensor {
  const known = dims.map((dim) => Math.max(1, dim));
  const rng = rngOf(0, 'latency', stream);
  return float32(
    Float32Array.from({ length: sizeOf(known) }, () => rng.normal()),
    known,
  );
}
