import { decodeModel } from '../onnx/codec.js';
import type { ValueInfo } from '../onnx/graph.js';
import { type Stretch, stretchesOf, wiresOf } from '../onnx/index-bounds.js';
import { randomTensor } from '../onnx/random-tensor.js';
import { graphOf } from '../onnx/read-graph.js';
import type { Tensor } from '../onnx/tensor.js';
import { sizeInName } from '../onnx/write-graph.js';
import { rngOf } from '../random.js';

/** An input of a file at the size that it was made at, and what its values are used as. */
export interface FileInput extends ValueInfo {
  readonly stretches?: readonly Stretch[];
}

export function inputsOf(bytes: Uint8Array): readonly FileInput[] {
  const model = decodeModel(bytes, 'model');
  const graph = graphOf(model, { where: 'model' });
  return graph.inputs.map((info) => {
    const type = model.graph!.input.find(({ name }) => name === info.name)!.type!.value;
    const stated = type.case === 'tensorType' ? (type.value.shape?.dim ?? []) : [];
    const named = (axis: number): number | undefined => {
      const value = stated[axis]?.value;
      return value?.case === 'dimParam' ? sizeInName(value.value) : undefined;
    };
    const dims = info.dims.map((size, axis) => (size < 0 ? (named(axis) ?? size) : size));
    return { ...info, dims, stretches: stretchesOf(wiresOf(graph), info.name, { ...info, dims }) };
  });
}

/** One sample of random values that the model can take, always the same; open dimensions count as 1. */
export const randomInput = ({ dtype, dims, stretches }: FileInput, stream = 0): Tensor =>
  randomTensor({ dtype, dims: dims.map((dim) => Math.max(1, dim)) }, rngOf(0, 'latency', stream), stretches);
