import type { GradientRule } from '../rule.js';

/** y = a / b, broadcast: dy/da = 1 / b, dy/db = -y / b. */
export const div: GradientRule = {
  opTypes: ['Div'],
  gradients: ({ builder, node: { inputs, outputs }, dy }) => {
    const [a, b] = [inputs[0]!, inputs[1]!];
    return [
      () => builder.reduceTo(builder.over(dy, b), builder.dims(a)),
      () => {
        const slope = builder.over(builder.times(dy, outputs[0]!), b);
        return builder.unary('Neg', builder.reduceTo(slope, builder.dims(b)));
      },
    ];
  },
};
