import type { GradientRule } from '../rule.js';

/** y = x / (1 + |x|): dy/dx = 1 / (1 + |x|)². */
export const softsign: GradientRule = {
  opTypes: ['Softsign'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const size = builder.plus(builder.unary('Abs', node.inputs[0]!), 1);
      return builder.over(dy, builder.times(size, size));
    },
  ],
};
