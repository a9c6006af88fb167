import type { GradientRule } from '../rule.js';

/** dy/dx = 1 / (2 y). */
export const squareRoot: GradientRule = {
  opTypes: ['Sqrt'],
  gradients: ({ builder, node, dy }) => [() => builder.times(builder.over(dy, node.outputs[0]!), 0.5)],
};
