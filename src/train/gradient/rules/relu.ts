import type { GradientRule } from '../rule.js';

export const relu: GradientRule = {
  opTypes: ['Relu'],
  gradients: ({ builder, node, dy }) => [
    () => builder.masked(builder.compare('Greater', node.outputs[0]!, 0), dy),
  ],
};
