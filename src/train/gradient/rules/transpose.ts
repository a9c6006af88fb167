import { intsAttribute } from '../../../onnx/graph.js';
import type { GradientRule } from '../rule.js';

export const transpose: GradientRule = {
  opTypes: ['Transpose'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const reversed = builder.dims(dy).map((_, axis, { length }) => length - 1 - axis);
      const permutation = intsAttribute(node, 'perm', reversed);
      return builder.transpose(
        dy,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      );
    },
  ],
};
