import { intAttribute } from '../../../onnx/graph.js';
import { axisOf } from '../axes.js';
import type { GradientRule } from '../rule.js';

/** The gradients of the parts side by side, zeros for parts that nothing reads. */
export const split: GradientRule = {
  opTypes: ['Split'],
  gradients: ({ builder, node, dys }) => [
    () => {
      const axis = axisOf(intAttribute(node, 'axis', 0), builder.dims(node.inputs[0]!).length);
      const parts = node.outputs.map((output, index) => dys[index] ?? builder.zeros(builder.dims(output)));
      return builder.concat(parts, axis);
    },
  ],
};
