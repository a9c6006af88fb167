import { floatAttribute } from '../../../onnx/graph.js';
import type { GradientRule } from '../rule.js';

/** y = x < 0 ? alpha (e^x - 1) : x; below zero dy/dx = y + alpha. */
export const elu: GradientRule = {
  opTypes: ['Elu'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const slope = builder.plus(node.outputs[0]!, floatAttribute(node, 'alpha', 1));
      return builder.where(builder.compare('Less', node.inputs[0]!, 0), builder.times(dy, slope), dy);
    },
  ],
};
