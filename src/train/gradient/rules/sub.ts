import type { GradientRule } from '../rule.js';

/** y = a - b, broadcast. */
export const sub: GradientRule = {
  opTypes: ['Sub'],
  gradients: ({ builder, node: { inputs }, dy }) => [
    () => builder.reduceTo(dy, builder.dims(inputs[0]!)),
    () => builder.unary('Neg', builder.reduceTo(dy, builder.dims(inputs[1]!))),
  ],
};
