import { intAttribute } from '../../../onnx/graph.js';
import { axisOf } from '../axes.js';
import type { GradientRule } from '../rule.js';

/** y = x / n with n the p-norm along an axis: dx = (dy - s sum(dy y)) / n, with s = y for p = 2, sign(x) for p = 1. */
export const lpNormalization: GradientRule = {
  opTypes: ['LpNormalization'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const [x, y] = [node.inputs[0]!, node.outputs[0]!];
      const axes = [axisOf(intAttribute(node, 'axis', -1), builder.dims(x).length)];
      const isSum = intAttribute(node, 'p', 2) === 1;
      const norm = isSum
        ? builder.sum(builder.unary('Abs', x), axes, true)
        : builder.unary('Sqrt', builder.sum(builder.times(x, x), axes, true));
      const along = builder.sum(builder.times(dy, y), axes, true);
      const across = builder.minus(dy, builder.times(isSum ? builder.sign(x) : y, along));
      return builder.over(across, builder.where(builder.compare('Equal', norm, 0), 1, norm));
    },
  ],
};
