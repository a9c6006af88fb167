import { intAttribute } from '../../../onnx/graph.js';
import { sizeOf } from '../../../onnx/tensor.js';
import { axesFrom, axesOf } from '../axes.js';
import { assertConstant } from '../constant-input.js';
import type { GradientRule } from '../rule.js';

/** Sum or mean over axes: the gradient goes back to every element, divided by their number for the mean. */
export const reduce: GradientRule = {
  opTypes: ['ReduceSum', 'ReduceMean'],
  refusal: assertConstant(1),
  gradients: ({ builder, node, dy }) => [
    () => {
      const dims = builder.dims(node.inputs[0]!);
      const given = axesOf(node, 1, builder, dims.length) ?? [];
      const all = intAttribute(node, 'noop_with_empty_axes', 0) ? [] : axesFrom(0, dims.length);
      const axes = given.length > 0 ? given : all;
      const kept = dims.map((size, axis) => (axes.includes(axis) ? 1 : size));
      const share = node.opType === 'ReduceMean' ? sizeOf(kept) / sizeOf(dims) : 1;
      return builder.expand(builder.times(builder.reshape(dy, kept), share), dims);
    },
  ],
};
