import { intAttribute } from '../../../onnx/graph.js';
import { axisOf } from '../axes.js';
import type { GradientRule } from '../rule.js';

/** dx = y (dy - sum of dy y along the axis). */
export const softmax: GradientRule = {
  opTypes: ['Softmax'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const y = node.outputs[0]!;
      const axis = axisOf(intAttribute(node, 'axis', -1), builder.dims(y).length);
      const common = builder.sum(builder.times(dy, y), [axis], true);
      return builder.times(y, builder.binary('Sub', dy, common));
    },
  ],
};
