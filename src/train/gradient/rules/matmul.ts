import type { GradientRule } from '../rule.js';

/** y = A B over the last two axes, those before broadcast; a vector is a matrix of one row (A) or column (B). */
export const matmul: GradientRule = {
  opTypes: ['MatMul'],
  gradients: ({ builder, node, dy }) => {
    const [a, b] = [node.inputs[0]!, node.inputs[1]!];
    const [aDims, bDims] = [builder.dims(a), builder.dims(b)];
    const aMatrix = aDims.length === 1 ? [1, ...aDims] : aDims;
    const bMatrix = bDims.length === 1 ? [...bDims, 1] : bDims;
    const [rows, columns] = [aMatrix.at(-2)!, bMatrix.at(-1)!];
    const left = () => builder.reshape(a, aMatrix);
    const right = () => builder.reshape(b, bMatrix);
    const outer = builder
      .dims(dy)
      .slice(0, builder.dims(dy).length - (aDims.length > 1 ? 1 : 0) - (bDims.length > 1 ? 1 : 0));
    const out = () => builder.reshape(dy, [...outer, rows, columns]);
    return [
      () => builder.reshape(builder.reduceTo(builder.matmul(out(), right(), { y: true }), aMatrix), aDims),
      () => {
        if (bDims.length === 2 && aDims.length > 2) {
          const tall = builder.reshape(a, [-1, aDims.at(-1)!]);
          return builder.matmul(tall, builder.reshape(dy, [-1, columns]), { x: true });
        }
        return builder.reshape(builder.reduceTo(builder.matmul(left(), out(), { x: true }), bMatrix), bDims);
      },
    ];
  },
};
