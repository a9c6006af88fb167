import { broadcast } from '../../onnx/broadcast.js';
import { intAttribute, intsAttribute } from '../../onnx/graph.js';
import { sizeOf } from '../../onnx/tensor.js';
import { input, numbers, type OperatorCall, type OperatorTable } from './operator.js';

const positive = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** Axes as an input, or as an attribute in older opsets. */
const axesOf = (call: OperatorCall): readonly number[] =>
  numbers(call, 1) ?? intsAttribute(call.node, 'axes', []);

/** Operators that change the shape and no value. */
export const shaping: OperatorTable = {
  Reshape(call) {
    const x = input(call, 0);
    const wanted = numbers(call, 1) ?? [];
    const keepsZero = intAttribute(call.node, 'allowzero', 0) === 1;
    return x.reshape(wanted.map((size, axis) => (size === 0 && !keepsZero ? x.shape[axis] : size)));
  },
  Flatten(call) {
    const x = input(call, 0);
    const axis = positive(intAttribute(call.node, 'axis', 1), x.rank);
    return x.reshape([sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))]);
  },
  Squeeze(call) {
    const x = input(call, 0);
    const axes = axesOf(call).map((axis) => positive(axis, x.rank));
    const goes = (size: number, axis: number) => (axes.length === 0 ? size === 1 : axes.includes(axis));
    return x.reshape(x.shape.filter((size, axis) => !goes(size, axis)));
  },
  Unsqueeze(call) {
    const x = input(call, 0);
    const axes = axesOf(call);
    const rank = x.rank + axes.length;
    const added = new Set(axes.map((axis) => positive(axis, rank)));
    const sizes = [...x.shape];
    return x.reshape(
      Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (sizes.shift() as number))),
    );
  },
  Transpose(call) {
    const x = input(call, 0);
    const reversed = x.shape.map((_, axis) => x.rank - 1 - axis);
    return x.transpose([...intsAttribute(call.node, 'perm', reversed)]);
  },
  Expand(call) {
    const { tf } = call;
    const x = input(call, 0);
    return tf.broadcastTo(x, broadcast(x.shape, numbers(call, 1) ?? []));
  },
  Concat(call) {
    const parts = call.inputs.map((_, index) => input(call, index));
    return call.tf.concat(parts, positive(intAttribute(call.node, 'axis', 0), parts[0].rank));
  },
  Split(call) {
    const x = input(call, 0);
    const axis = positive(intAttribute(call.node, 'axis', 0), x.rank);
    const given = numbers(call, 1) ?? intsAttribute(call.node, 'split', []);
    const parts = intAttribute(call.node, 'num_outputs', call.node.outputs.length);
    const size = Math.ceil(x.shape[axis] / parts);
    const equal = Array.from({ length: parts }, (_, index) => Math.min(size, x.shape[axis] - index * size));
    return call.tf.split(x, given.length > 0 ? [...given] : equal, axis);
  },
  Shape(call) {
    const { shape } = input(call, 0);
    const end = intAttribute(call.node, 'end', shape.length);
    return call.tf.tensor1d(shape.slice(intAttribute(call.node, 'start', 0), end), 'int32');
  },
  Tile: (call) => call.tf.tile(input(call, 0), [...(numbers(call, 1) ?? [])]),
  DepthToSpace(call) {
    const x = input(call, 0);
    const [batch, channels, height, width] = x.shape;
    const block = intAttribute(call.node, 'blocksize', 1);
    const inner = channels / block ** 2;
    const byColumn = call.node.attributes.mode?.value === 'CRD';
    const split = byColumn
      ? [batch, inner, block, block, height, width]
      : [batch, block, block, inner, height, width];
    const order = byColumn ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
    return x
      .reshape(split)
      .transpose(order)
      .reshape([batch, inner, height * block, width * block]);
  },
};
