import type { ValueType } from '../onnx/graph.js';
import { randomTensor } from '../onnx/random-tensor.js';
import type { Tensor } from '../onnx/tensor.js';
import { rngOf } from '../random.js';

/** One sample of random values, always the same; open dimensions count as 1. */
export const randomInput = ({ dtype, dims }: ValueType, stream = 0): Tensor =>
  randomTensor({ dtype, dims: dims.map((dim) => Math.max(1, dim)) }, rngOf(0, 'latency', stream));
