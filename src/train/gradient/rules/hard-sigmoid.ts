import { floatAttribute } from '../../../onnx/graph.js';
import type { GradientRule } from '../rule.js';

/** y = clip(alpha x + beta, 0, 1): the slope is alpha where 0 < y < 1. */
export const hardSigmoid: GradientRule = {
  opTypes: ['HardSigmoid'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const y = node.outputs[0]!;
      const inside = builder.compare('Greater', builder.times(y, builder.minus(1, y)), 0);
      return builder.masked(inside, builder.times(dy, floatAttribute(node, 'alpha', 0.2)));
    },
  ],
};
