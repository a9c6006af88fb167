import { decodeModel } from '../onnx/codec.js';
import type { ValueInfo, ValueType } from '../onnx/graph.js';
import { randomTensor } from '../onnx/random-tensor.js';
import { graphOf } from '../onnx/read-graph.js';
import type { Tensor } from '../onnx/tensor.js';
import { sizeInName } from '../onnx/write-graph.js';
import { rngOf } from '../random.js';

/** The inputs of a file at the size that it was made at. */
export function inputsOf(bytes: Uint8Array): readonly ValueInfo[] {
  const model = decodeModel(bytes, 'model');
  const { inputs } = graphOf(model, { where: 'model' });
  return inputs.map((info) => {
    const type = model.graph!.input.find(({ name }) => name === info.name)!.type!.value;
    const stated = type.case === 'tensorType' ? (type.value.shape?.dim ?? []) : [];
    const named = (axis: number): number | undefined => {
      const value = stated[axis]?.value;
      return value?.case === 'dimParam' ? sizeInName(value.value) : undefined;
    };
    return { ...info, dims: info.dims.map((size, axis) => (size < 0 ? (named(axis) ?? size) : size)) };
  });
}

/** One sample of random values, always the same; open dimensions count as 1. */
export const randomInput = ({ dtype, dims }: ValueType, stream = 0): Tensor =>
  randomTensor({ dtype, dims: dims.map((dim) => Math.max(1, dim)) }, rngOf(0, 'latency', stream));
