import { floatAttribute, intAttribute } from '../../../onnx/graph.js';
import { attribute } from '../attribute.js';
import type { GradientRule } from '../rule.js';

/** y = alpha A B + beta C, A and B perhaps transposed, C broadcast. */
export const gemm: GradientRule = {
  opTypes: ['Gemm'],
  gradients: ({ builder, node, dy }) => {
    const [a, b, c] = [node.inputs[0]!, node.inputs[1]!, node.inputs[2]];
    const alpha = floatAttribute(node, 'alpha', 1);
    const [transA, transB] = [intAttribute(node, 'transA', 0), intAttribute(node, 'transB', 0)];
    const product = (left: string, leftTurned: number, right: string, rightTurned: number, like: string) =>
      builder.add('Gemm', [left, right], builder.dims(like), {
        attributes: {
          alpha: attribute.float(alpha),
          transA: attribute.int(leftTurned),
          transB: attribute.int(rightTurned),
        },
      });
    return [
      () => (transA ? product(b, transB, dy, 1, a) : product(dy, 0, b, 1 - transB, a)),
      () => (transB ? product(dy, 1, a, transA, b) : product(a, 1 - transA, dy, 0, b)),
      c
        ? () => builder.times(builder.reduceTo(dy, builder.dims(c)), floatAttribute(node, 'beta', 1))
        : undefined,
    ];
  },
};
