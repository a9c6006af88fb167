import { intAttribute } from '../../../onnx/graph.js';
import { axisOf } from '../axes.js';
import type { GradientRule } from '../rule.js';

export const concat: GradientRule = {
  opTypes: ['Concat'],
  gradients: ({ builder, node, dy }) => {
    const axis = axisOf(intAttribute(node, 'axis', 0), builder.dims(dy).length);
    let end = 0;
    return node.inputs.map((input) => {
      const count = builder.dims(input)[axis]!;
      const start = end;
      end += count;
      return () => builder.slice(dy, [{ axis, start, count }]);
    });
  },
};
