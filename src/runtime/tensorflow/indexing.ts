import { intAttribute, intsAttribute, stringAttribute } from '../../onnx/graph.js';
import { input, numbers, type OperatorCall, type OperatorTable, type TfTensor } from './operator.js';

/** Operators that pick values by position, or add positions. */
export const indexing: OperatorTable = {
  Slice(call) {
    let x = input(call, 0);
    const starts = numbers(call, 1) ?? intsAttribute(call.node, 'starts', []);
    const ends = numbers(call, 2) ?? intsAttribute(call.node, 'ends', []);
    const axes =
      numbers(call, 3) ??
      intsAttribute(
        call.node,
        'axes',
        starts.map((_, index) => index),
      );
    const steps = numbers(call, 4) ?? starts.map(() => 1);
    axes.forEach((axis, index) => {
      x = sliceAxis(call, x, axis < 0 ? axis + x.rank : axis, starts[index], ends[index], steps[index]);
    });
    return x;
  },
  Pad(call) {
    const x = input(call, 0);
    const pads = numbers(call, 1) ?? intsAttribute(call.node, 'pads', []);
    const axes = numbers(call, 3) ?? x.shape.map((_, axis) => axis);
    const around = x.shape.map((): [number, number] => [0, 0]);
    axes.forEach((axis, index) => {
      around[axis < 0 ? axis + x.rank : axis] = [pads[index], pads[index + axes.length]];
    });
    const mode = stringAttribute(call.node, 'mode', 'constant');
    if (mode === 'constant') return padOrCut(call, x, around, numbers(call, 2)?.[0] ?? 0);
    if (mode === 'reflect') return call.tf.mirrorPad(x, around, 'reflect');
    throw new Error(`Pad mode '${mode}' is not supported`);
  },
  Gather: (call) => {
    const x = input(call, 0);
    const axis = intAttribute(call.node, 'axis', 0);
    const size = x.shape[axis < 0 ? axis + x.rank : axis];
    const indices = input(call, 1).cast('int32');
    const fromStart = call.tf.where(indices.less(0), indices.add(call.tf.scalar(size, 'int32')), indices);
    return call.tf.gather(x, fromStart.cast('int32') as never, axis < 0 ? axis + x.rank : axis);
  },
  OneHot(call) {
    const { tf, node } = call;
    const depth = numbers(call, 1)?.[0] ?? 0;
    const [off, on] = numbers(call, 2) ?? [0, 1];
    const indices = input(call, 0).cast('int32');
    const hot = tf.oneHot(
      tf.where(indices.less(0), indices.add(tf.scalar(depth, 'int32')), indices).cast('int32'),
      depth,
      on,
      off,
    );
    const axis = intAttribute(node, 'axis', -1);
    const order = hot.shape.map((_, index) => index);
    const last = order.pop() as number;
    order.splice(axis < 0 ? axis + hot.rank : axis, 0, last);
    return hot.transpose(order).cast(input(call, 2).dtype);
  },
  ConstantOfShape(call) {
    const value = call.node.attributes.value?.value as { data: ArrayLike<number>; dtype: string } | undefined;
    return call.tf.fill(
      [...(numbers(call, 0) ?? [])],
      Number(value?.data[0] ?? 0),
      value?.dtype.startsWith('int') ? 'int32' : 'float32',
    );
  },
  Trilu(call) {
    const { tf } = call;
    const x = input(call, 0);
    const [rows, columns] = x.shape.slice(-2);
    const k = numbers(call, 1)?.[0] ?? 0;
    const upper = intAttribute(call.node, 'upper', 1) === 1;
    const kept = Array.from({ length: rows * columns }, (_, index) => {
      const distance = (index % columns) - Math.floor(index / columns) - k;
      return (upper ? distance >= 0 : distance <= 0) ? 1 : 0;
    });
    return x.mul(tf.tensor2d(kept, [rows, columns], x.dtype as 'float32'));
  },
};

function sliceAxis(
  call: OperatorCall,
  x: TfTensor,
  axis: number,
  start: number,
  end: number,
  step: number,
): TfTensor {
  const size = x.shape[axis];
  const clamp = (value: number, low: number, high: number) =>
    Math.max(low, Math.min(high, value < 0 ? value + size : value));
  const [first, last] =
    step > 0
      ? [clamp(start, 0, size), clamp(end, 0, size)]
      : [clamp(start, 0, size - 1), clamp(end, -1, size - 1)];
  const count = Math.max(0, Math.ceil((last - first) / step));
  if (step === 1) {
    const [begin, sizes] = [x.shape.map(() => 0), [...x.shape]];
    begin[axis] = first;
    sizes[axis] = count;
    return x.slice(begin, sizes);
  }
  const indices = Int32Array.from({ length: count }, (_, index) => first + index * step);
  return call.tf.gather(x, call.tf.tensor1d(indices, 'int32'), axis);
}

function padOrCut(
  { tf }: OperatorCall,
  x: TfTensor,
  around: readonly [number, number][],
  value: number,
): TfTensor {
  const begin = around.map(([before]) => Math.max(0, -before));
  const sizes = around.map(
    ([before, after], axis) => x.shape[axis] - Math.max(0, -before) - Math.max(0, -after),
  );
  const padding = around.map(([before, after]): [number, number] => [
    Math.max(0, before),
    Math.max(0, after),
  ]);
  return tf.pad(x.slice(begin, sizes), padding, value);
}
