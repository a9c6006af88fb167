import { float32, sizeOf, type Tensor } from '../onnx/tensor.js';
import { rngOf } from '../random.js';

/** Samples of normal random values, always the same, for learning a graph's shapes. */
export function probeInput(dims: readonly number[]): Tensor {
  const rng = rngOf(0, 'probe');
  return float32(
    Float32Array.from({ length: sizeOf(dims) }, () => rng.normal()),
    dims,
  );
}

/** Some of the samples of a batch. */
export function probeSamples({ data, dims }: Tensor, first: number, count: number): Tensor {
  const size = sizeOf(dims.slice(1));
  return float32((data as Float32Array).slice(first * size, (first + count) * size), [
    count,
    ...dims.slice(1),
  ]);
}
