import { floatAttribute } from '../../../onnx/graph.js';
import type { GradientRule } from '../rule.js';

/** y = x < 0 ? alpha (e^(x / alpha) - 1) : x; below zero dy/dx = y / alpha + 1. */
export const celu: GradientRule = {
  opTypes: ['Celu'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const slope = builder.plus(
        builder.over(node.outputs[0]!, builder.scalar(floatAttribute(node, 'alpha', 1))),
        1,
      );
      return builder.where(builder.compare('Less', node.inputs[0]!, 0), builder.times(dy, slope), dy);
    },
  ],
};
