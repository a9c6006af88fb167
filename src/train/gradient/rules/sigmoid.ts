import type { GradientRule } from '../rule.js';

/** dy/dx = y (1 - y). */
export const sigmoid: GradientRule = {
  opTypes: ['Sigmoid'],
  gradients: ({ builder, node: { outputs }, dy }) => [
    () => builder.times(dy, builder.times(outputs[0]!, builder.minus(1, outputs[0]!))),
  ],
};
