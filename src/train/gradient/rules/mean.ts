import type { GradientRule } from '../rule.js';

/** y = (a + b + …) / their number, broadcast. */
export const mean: GradientRule = {
  opTypes: ['Mean'],
  gradients: ({ builder, node, dy }) =>
    node.inputs.map(
      (input) => () => builder.times(builder.reduceTo(dy, builder.dims(input)), 1 / node.inputs.length),
    ),
};
