import { intAttribute } from '../../../onnx/graph.js';
import { attribute } from '../attribute.js';
import type { GradientRule } from '../rule.js';

/** The triangle of dy that the node keeps of x. */
export const triangle: GradientRule = {
  opTypes: ['Trilu'],
  gradients: ({ builder, node, dy }) => [
    () =>
      builder.add('Trilu', [dy, ...node.inputs.slice(1)], builder.dims(dy), {
        attributes: { upper: attribute.int(intAttribute(node, 'upper', 1)) },
      }),
  ],
};
