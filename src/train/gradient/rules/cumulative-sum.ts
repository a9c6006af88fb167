import { intAttribute } from '../../../onnx/graph.js';
import { attribute } from '../attribute.js';
import type { GradientRule } from '../rule.js';

/** Running sums: the gradient is the running sum of dy in the other direction. */
export const cumulativeSum: GradientRule = {
  opTypes: ['CumSum'],
  gradients: ({ builder, node, dy }) => [
    () =>
      builder.add('CumSum', [dy, node.inputs[1]!], builder.dims(dy), {
        attributes: {
          exclusive: attribute.int(intAttribute(node, 'exclusive', 0)),
          reverse: attribute.int(1 - intAttribute(node, 'reverse', 0)),
        },
      }),
  ],
};
