import { intAttribute, intsAttribute } from '../../onnx/graph.js';
import {
  input,
  numbers,
  type Operator,
  type OperatorCall,
  type OperatorTable,
  type Tf,
  type TfTensor,
} from './operator.js';

type Reduce = (tf: Tf, x: TfTensor, axes: number[], keepDims: boolean) => TfTensor;

const reduction =
  (reduce: Reduce): Operator =>
  (call) => {
    const x = input(call, 0);
    const axes = axesOf(call, x.rank);
    return axes === undefined
      ? x.clone()
      : reduce(call.tf, x, axes, intAttribute(call.node, 'keepdims', 1) === 1);
  };

/** Undefined where nothing is reduced. Axes are an attribute in older opsets and an input in newer ones. */
function axesOf(call: OperatorCall, rank: number): number[] | undefined {
  const axes = numbers(call, 1) ?? intsAttribute(call.node, 'axes', []);
  if (axes.length > 0) return axes.map((axis) => (axis < 0 ? axis + rank : axis));
  if (intAttribute(call.node, 'noop_with_empty_axes', 0) === 1) return undefined;
  return Array.from({ length: rank }, (_, axis) => axis);
}

const extremum =
  (name: 'argMax' | 'argMin'): Operator =>
  (call) => {
    const x = input(call, 0);
    const axis = intAttribute(call.node, 'axis', 0);
    const found = call.tf[name](x, axis);
    return intAttribute(call.node, 'keepdims', 1) === 1
      ? found.expandDims(axis < 0 ? axis + x.rank : axis)
      : found;
  };

export const reductions: OperatorTable = {
  ReduceSum: reduction((tf, x, axes, keep) => tf.sum(x, axes, keep)),
  ReduceMean: reduction((tf, x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceMax: reduction((tf, x, axes, keep) => tf.max(x, axes, keep)),
  ReduceMin: reduction((tf, x, axes, keep) => tf.min(x, axes, keep)),
  ReduceProd: reduction((tf, x, axes, keep) => tf.prod(x, axes, keep)),
  ReduceL1: reduction((tf, x, axes, keep) => tf.sum(tf.abs(x), axes, keep)),
  ReduceL2: reduction((tf, x, axes, keep) => tf.sqrt(tf.sum(tf.square(x), axes, keep))),
  ReduceSumSquare: reduction((tf, x, axes, keep) => tf.sum(tf.square(x), axes, keep)),
  ReduceLogSumExp: reduction((tf, x, axes, keep) => tf.logSumExp(x, axes, keep)),
  ArgMax: extremum('argMax'),
  ArgMin: extremum('argMin'),
};
