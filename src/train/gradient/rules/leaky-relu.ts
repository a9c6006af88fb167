import { floatAttribute } from '../../../onnx/graph.js';
import type { GradientRule } from '../rule.js';

export const leakyRelu: GradientRule = {
  opTypes: ['LeakyRelu'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const alpha = floatAttribute(node, 'alpha', 0.01);
      return builder.where(builder.compare('Less', node.inputs[0]!, 0), builder.times(dy, alpha), dy);
    },
  ],
};
