import { sizeOf } from '../../../onnx/tensor.js';
import type { GradientRule } from '../rule.js';

export const globalAveragePool: GradientRule = {
  opTypes: ['GlobalAveragePool'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const dims = builder.dims(node.inputs[0]!);
      return builder.expand(builder.times(dy, 1 / sizeOf(dims.slice(2))), dims);
    },
  ],
};
