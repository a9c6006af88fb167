import type { GradientRule } from '../rule.js';

/** y = ln(1 + e^x): dy/dx = sigmoid(x). */
export const softplus: GradientRule = {
  opTypes: ['Softplus'],
  gradients: ({ builder, node, dy }) => [() => builder.times(dy, builder.unary('Sigmoid', node.inputs[0]!))],
};
