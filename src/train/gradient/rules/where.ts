import type { GradientRule } from '../rule.js';

/** y = condition ? a : b, broadcast. */
export const where: GradientRule = {
  opTypes: ['Where'],
  gradients: ({ builder, node: { inputs }, dy }) => {
    const [condition, a, b] = [inputs[0]!, inputs[1]!, inputs[2]!];
    return [
      undefined,
      () => builder.reduceTo(builder.where(condition, dy, 0), builder.dims(a)),
      () => builder.reduceTo(builder.where(condition, 0, dy), builder.dims(b)),
    ];
  },
};
