import { floatAttribute } from '../../../onnx/graph.js';
import type { GradientRule } from '../rule.js';

/** y = x > alpha ? x : 0. */
export const thresholdedRelu: GradientRule = {
  opTypes: ['ThresholdedRelu'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const passes = builder.compare('Greater', node.inputs[0]!, floatAttribute(node, 'alpha', 1));
      return builder.masked(passes, dy);
    },
  ],
};
