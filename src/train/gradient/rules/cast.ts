import type { GradientRule } from '../rule.js';

/** Between floating-point types; an integer output is never on the way back. */
export const cast: GradientRule = {
  opTypes: ['Cast'],
  gradients: ({ builder, node, dy }) => [() => builder.cast(dy, builder.type(node.inputs[0]!).dtype)],
};
