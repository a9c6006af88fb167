import { floatAttribute } from '../../../onnx/graph.js';
import type { GradientRule } from '../rule.js';

/** y = x - bias above lambd, x + bias below -lambd, 0 between. */
export const shrink: GradientRule = {
  opTypes: ['Shrink'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const size = builder.unary('Abs', node.inputs[0]!);
      return builder.masked(builder.compare('Greater', size, floatAttribute(node, 'lambd', 0.5)), dy);
    },
  ],
};
