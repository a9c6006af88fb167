import type { GradientRule } from '../rule.js';

export const negate: GradientRule = {
  opTypes: ['Neg'],
  gradients: ({ builder, dy }) => [() => builder.unary('Neg', dy)],
};
