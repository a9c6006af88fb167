import { floatAttribute } from '../../../onnx/graph.js';
import type { GradientRule } from '../rule.js';

/** y = gamma (x > 0 ? x : alpha (e^x - 1)); dy/dx is gamma above zero and y + alpha gamma below. */
export const selu: GradientRule = {
  opTypes: ['Selu'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const alpha = floatAttribute(node, 'alpha', 1.6732632);
      const gamma = floatAttribute(node, 'gamma', 1.050701);
      const below = builder.plus(node.outputs[0]!, alpha * gamma);
      const slope = builder.where(builder.compare('Greater', node.inputs[0]!, 0), gamma, below);
      return builder.times(dy, slope);
    },
  ],
};
