import type { GradientRule } from '../rule.js';

/** dy/dx = 2 / sqrt(pi) exp(-x²). */
export const erf: GradientRule = {
  opTypes: ['Erf'],
  gradients: ({ builder, node: { inputs }, dy }) => [
    () => {
      const square = builder.times(inputs[0]!, inputs[0]!);
      const bell = builder.unary('Exp', builder.unary('Neg', square));
      return builder.times(dy, builder.times(bell, 2 / Math.sqrt(Math.PI)));
    },
  ],
};
