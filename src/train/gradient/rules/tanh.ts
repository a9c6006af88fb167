import type { GradientRule } from '../rule.js';

/** dy/dx = 1 - y². */
export const tanh: GradientRule = {
  opTypes: ['Tanh'],
  gradients: ({ builder, node: { outputs }, dy }) => [
    () => builder.times(dy, builder.minus(1, builder.times(outputs[0]!, outputs[0]!))),
  ],
};
