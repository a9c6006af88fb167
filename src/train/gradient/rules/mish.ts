import type { GradientRule } from '../rule.js';

/** y = x t with t = tanh(ln(1 + e^x)): dy/dx = t + x (1 - t²) sigmoid(x). */
export const mish: GradientRule = {
  opTypes: ['Mish'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const x = node.inputs[0]!;
      const t = builder.unary('Tanh', builder.unary('Softplus', x));
      const bend = builder.times(builder.minus(1, builder.times(t, t)), builder.unary('Sigmoid', x));
      return builder.times(dy, builder.plus(t, builder.times(x, bend)));
    },
  ],
};
