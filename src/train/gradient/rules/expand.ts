import type { GradientRule } from '../rule.js';

export const expand: GradientRule = {
  opTypes: ['Expand'],
  gradients: ({ builder, node, dy }) => [() => builder.reduceTo(dy, builder.dims(node.inputs[0]!))],
};
