import type { GradientRule } from '../rule.js';

/** y = 1 / x: dy/dx = -y². */
export const reciprocal: GradientRule = {
  opTypes: ['Reciprocal'],
  gradients: ({ builder, node: { outputs }, dy }) => [
    () => builder.unary('Neg', builder.times(dy, builder.times(outputs[0]!, outputs[0]!))),
  ],
};
