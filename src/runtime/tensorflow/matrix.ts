import { broadcast } from '../../onnx/broadcast.js';
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
  const [row, column] = sameStacks(
    tf,
    left.rank === 1 ? left.expandDims(0) : left,
    right.rank === 1 ? right.expandDims(1) : right,
  );
  const result = tf.matMul(row, column, transposeLeft, transposeRight);
  const shape = [...result.shape];
  if (right.rank === 1) shape.splice(-1, 1);
  if (left.rank === 1) shape.splice(right.rank === 1 ? -1 : -2, 1);
  return shape.length === result.rank ? result : result.reshape(shape);
}

/** TensorFlow's own broadcasting of [2, 1, m, k] with [3, k, n] gives two products instead of six. */
function sameStacks(tf: Tf, left: TfTensor, right: TfTensor): [TfTensor, TfTensor] {
  const [before, behind] = [left.shape.slice(0, -2), right.shape.slice(0, -2)];
  if (before.join() === behind.join()) return [left, right];
  const stacks = broadcast(before, behind);
  const widen = (x: TfTensor): TfTensor => tf.broadcastTo(x, [...stacks, ...x.shape.slice(-2)]);
  return [widen(left), widen(right)];
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
