import type { GradientRule } from '../rule.js';

/** The same numbers in another shape. */
export const reshape: GradientRule = {
  opTypes: ['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Identity'],
  gradients: ({ builder, node, dy }) => [() => builder.reshape(dy, builder.dims(node.inputs[0]!))],
};
