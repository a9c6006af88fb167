import { floatAttribute, intAttribute } from '../../onnx/graph.js';
import { input, type OperatorTable, type Tf, type TfTensor } from './operator.js';

/** Products of stacks of matrices; a vector counts as a row on the left and as a column on the right. */
function product(
  tf: Tf,
  left: TfTensor,
  right: TfTensor,
  transposeLeft = false,
  transposeRight = false,
): TfTensor {
  const row = left.rank === 1 ? left.expandDims(0) : left;
  const column = right.rank === 1 ? right.expandDims(1) : right;
  const result = tf.matMul(row, column, transposeLeft, transposeRight);
  const shape = [...result.shape];
  if (right.rank === 1) shape.splice(-1, 1);
  if (left.rank === 1) shape.splice(right.rank === 1 ? -1 : -2, 1);
  return shape.length === result.rank ? result : result.reshape(shape);
}

export const matrix: OperatorTable = {
  MatMul: (call) => product(call.tf, input(call, 0), input(call, 1)),
  FusedMatMul(call) {
    const { tf, node } = call;
    const flag = (name: string): boolean => intAttribute(node, name, 0) === 1;
    if (flag('transBatchA') || flag('transBatchB'))
      throw new Error('transBatchA and transBatchB are not supported');
    const result = product(tf, input(call, 0), input(call, 1), flag('transA'), flag('transB'));
    const alpha = floatAttribute(node, 'alpha', 1);
    return alpha === 1 ? result : result.mul(alpha);
  },
  Gemm(call) {
    const { tf, node, inputs } = call;
    const result = product(
      tf,
      input(call, 0),
      input(call, 1),
      intAttribute(node, 'transA', 0) === 1,
      intAttribute(node, 'transB', 0) === 1,
    );
    const scaled = result.mul(floatAttribute(node, 'alpha', 1));
    return inputs[2] === undefined ? scaled : scaled.add(inputs[2].mul(floatAttribute(node, 'beta', 1)));
  },
};
