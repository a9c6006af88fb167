import type { GradientRule } from '../rule.js';

/** y = x < 0 ? slope x : x; the slope broadcasts to x. */
export const prelu: GradientRule = {
  opTypes: ['PRelu'],
  gradients: ({ builder, node, dy }) => {
    const [x, slope] = [node.inputs[0]!, node.inputs[1]!];
    const negative = () => builder.compare('Less', x, 0);
    return [
      () => builder.where(negative(), builder.times(dy, slope), dy),
      () => builder.reduceTo(builder.masked(negative(), builder.times(dy, x)), builder.dims(slope)),
    ];
  },
};
