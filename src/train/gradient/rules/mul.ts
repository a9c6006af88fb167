import type { GradientRule } from '../rule.js';

/** y = a b, broadcast. */
export const mul: GradientRule = {
  opTypes: ['Mul'],
  gradients: ({ builder, node: { inputs }, dy }) => [
    () => builder.reduceTo(builder.times(dy, inputs[1]!), builder.dims(inputs[0]!)),
    () => builder.reduceTo(builder.times(dy, inputs[0]!), builder.dims(inputs[1]!)),
  ],
};
