import { intAttribute, intsAttribute } from '../../onnx/graph.js';
import { sizeOf } from '../../onnx/tensor.js';
import { input, type OperatorCall, type OperatorTable, type Tf, type TfTensor } from './operator.js';
import { ceilPadding, type ImageWindow, imageWindow, positions } from './window.js';

const LOWEST = -3.4028234663852886e38;

/**
 * Pooling as elementwise work over the taps of the window: any rank, dilation and padding, without a change of layout.
 */
export const pooling: OperatorTable = {
  MaxPool(call) {
    const { x, window, extra } = windowed(call);
    if (call.node.outputs.length > 1) throw new Error('the indices of MaxPool are not supported');
    return overTaps(call.tf, x, { ...window, after: plus(window.after, extra) }, LOWEST, 'maximum');
  },
  AveragePool(call) {
    const { tf, node } = call;
    const { x, window, extra } = windowed(call);
    const whole = { ...window, after: plus(window.after, extra) };
    const counted = tf.ones([1, 1, ...x.shape.slice(2)]);
    const taps =
      intAttribute(node, 'count_include_pad', 0) === 1
        ? overTaps(
            tf,
            padded(tf, counted, window, 1),
            { ...whole, before: extra.map(() => 0), after: extra },
            0,
            'add',
          )
        : overTaps(tf, counted, whole, 0, 'add');
    return overTaps(tf, x, whole, 0, 'add').div(taps);
  },
  GlobalAveragePool: (call) => call.tf.mean(input(call, 0), spatialAxes(call), true),
  GlobalMaxPool: (call) => call.tf.max(input(call, 0), spatialAxes(call), true),
};

const spatialAxes = (call: OperatorCall): number[] =>
  input(call, 0)
    .shape.map((_, axis) => axis)
    .slice(2);
const plus = (left: readonly number[], right: readonly number[]): number[] =>
  left.map((size, axis) => size + right[axis]);

function windowed(call: OperatorCall): { x: TfTensor; window: ImageWindow; extra: readonly number[] } {
  const x = input(call, 0);
  const sizes = x.shape.slice(2);
  const window = imageWindow(call.node, sizes, intsAttribute(call.node, 'kernel_shape', []));
  return { x, window, extra: ceilPadding(call.node, sizes, window) };
}

const padded = (tf: Tf, x: TfTensor, { before, after }: ImageWindow, value: number): TfTensor =>
  tf.pad(x, [[0, 0], [0, 0], ...before.map((pad, axis): [number, number] => [pad, after[axis]])], value);

function overTaps(
  tf: Tf,
  x: TfTensor,
  window: ImageWindow,
  padValue: number,
  join: 'maximum' | 'add',
): TfTensor {
  const { kernel, strides, dilations } = window;
  const wide = padded(tf, x, window, padValue);
  const counts = kernel.map((size, axis) =>
    positions(wide.shape[axis + 2], size, strides[axis], dilations[axis]),
  );
  let result: TfTensor | undefined;
  for (let tap = 0; tap < sizeOf(kernel); tap++) {
    const begin = tapPosition(tap, kernel).map((at, axis) => at * dilations[axis]);
    const end = begin.map((at, axis) => at + (counts[axis] - 1) * strides[axis] + 1);
    const values = tf.stridedSlice(
      wide,
      [0, 0, ...begin],
      [...wide.shape.slice(0, 2), ...end],
      [1, 1, ...strides],
    );
    result = result === undefined ? values : tf[join](result, values);
  }
  return result as TfTensor;
}

/** Position of a tap in the kernel, the last axis fastest. */
function tapPosition(tap: number, kernel: readonly number[]): number[] {
  let rest = tap;
  return kernel.map((_, axis) => {
    const below = sizeOf(kernel.slice(axis + 1));
    const at = Math.floor(rest / below);
    rest -= at * below;
    return at;
  });
}
