import { intAttribute } from '../../../onnx/graph.js';
import { axisOf } from '../axes.js';
import type { GradientRule } from '../rule.js';

/** dx = dy - e^y (sum of dy along the axis). */
export const logSoftmax: GradientRule = {
  opTypes: ['LogSoftmax'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const y = node.outputs[0]!;
      const axis = axisOf(intAttribute(node, 'axis', -1), builder.dims(y).length);
      return builder.minus(dy, builder.times(builder.unary('Exp', y), builder.sum(dy, [axis], true)));
    },
  ],
};
