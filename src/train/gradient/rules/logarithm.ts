import type { GradientRule } from '../rule.js';

/** y = ln x: dy/dx = 1 / x. */
export const logarithm: GradientRule = {
  opTypes: ['Log'],
  gradients: ({ builder, node, dy }) => [() => builder.over(dy, node.inputs[0]!)],
};
