import type { GradientRule } from '../rule.js';

/** y = a + b + …, broadcast. */
export const add: GradientRule = {
  opTypes: ['Add', 'Sum'],
  gradients: ({ builder, node, dy }) =>
    node.inputs.map((input) => () => builder.reduceTo(dy, builder.dims(input))),
};
