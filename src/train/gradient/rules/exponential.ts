import type { GradientRule } from '../rule.js';

/** y = e^x: dy/dx = y. */
export const exponential: GradientRule = {
  opTypes: ['Exp'],
  gradients: ({ builder, node, dy }) => [() => builder.times(dy, node.outputs[0]!)],
};
