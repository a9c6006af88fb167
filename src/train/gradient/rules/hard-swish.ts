import { attribute } from '../attribute.js';
import type { GradientRule } from '../rule.js';

/**
 * y = x clip(x / 6 + 1/2, 0, 1): the slope is x / 3 + 1/2 where |x| <= 3, else 0 or 1; that is (x - r) / 3 + 1/2, where
 * r is x shrunk, which is 0 inside and x - 3/2 or x + 3/2 outside.
 */
export const hardSwish: GradientRule = {
  opTypes: ['HardSwish'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const x = node.inputs[0]!;
      const shrunk = builder.unary('Shrink', x, { lambd: attribute.float(3), bias: attribute.float(1.5) });
      return builder.times(dy, builder.plus(builder.times(builder.minus(x, shrunk), 1 / 3), 0.5));
    },
  ],
};
