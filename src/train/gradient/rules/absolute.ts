import type { GradientRule } from '../rule.js';

export const absolute: GradientRule = {
  opTypes: ['Abs'],
  gradients: ({ builder, node, dy }) => [
    () => builder.where(builder.compare('Less', node.inputs[0]!, 0), builder.unary('Neg', dy), dy),
  ],
};
