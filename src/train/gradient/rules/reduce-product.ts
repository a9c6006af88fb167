import { assertConstant } from '../constant-input.js';
import { reducedAxes } from '../reduced-axes.js';
import type { GradientRule } from '../rule.js';

/** Product over axes: dx = dy times the product of the others, which is 0 as soon as one of these is. */
export const reduceProduct: GradientRule = {
  opTypes: ['ReduceProd'],
  refusal: assertConstant(1),
  gradients: ({ builder, node, dy }) => [
    () => {
      const x = node.inputs[0]!;
      const { axes, kept } = reducedAxes(node, builder);
      const isZero = builder.where(builder.compare('Equal', x, 0), 1, 0);
      const others = builder.minus(builder.sum(isZero, axes, true), isZero);
      const safe = builder.where(builder.compare('Equal', x, 0), 1, x);
      const product = builder.over(builder.product(safe, axes), safe);
      const slope = builder.where(builder.compare('Greater', others, 0), 0, product);
      return builder.times(builder.reshape(dy, kept), slope);
    },
  ],
};
