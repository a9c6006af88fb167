import { sizeOf } from '../../../onnx/tensor.js';
import { assertConstant } from '../constant-input.js';
import { reducedAxes } from '../reduced-axes.js';
import type { GradientRule } from '../rule.js';

/** Sum or mean over axes: the gradient goes back to every element, divided by their number for the mean. */
export const reduce: GradientRule = {
  opTypes: ['ReduceSum', 'ReduceMean'],
  refusal: assertConstant(1),
  gradients: ({ builder, node, dy }) => [
    () => {
      const dims = builder.dims(node.inputs[0]!);
      const { kept } = reducedAxes(node, builder);
      const share = node.opType === 'ReduceMean' ? sizeOf(kept) / sizeOf(dims) : 1;
      return builder.expand(builder.times(builder.reshape(dy, kept), share), dims);
    },
  ],
};
