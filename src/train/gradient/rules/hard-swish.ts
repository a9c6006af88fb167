import { attribute } from '../attribute.js';
import type { GradientRule } from '../rule.js';

/** y = x h(x), h = clip(x / 6 + 1/2, 0, 1): the slope is x / 3 + 1/2 where |x| < 3, h elsewhere. */
export const hardSwish: GradientRule = {
  opTypes: ['HardSwish'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const x = node.inputs[0]!;
      const inside = builder.compare('Less', builder.unary('Abs', x), 3);
      const attributes = { alpha: attribute.float(1 / 6), beta: attribute.float(0.5) };
      const outer = builder.unary('HardSigmoid', x, attributes);
      return builder.times(dy, builder.where(inside, builder.plus(builder.times(x, 1 / 3), 0.5), outer));
    },
  ],
};
