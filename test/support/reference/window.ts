import { type GraphNode, intAttribute, intsAttribute, stringAttribute } from '../../../src/onnx/graph.js';

/** One spatial axis of a convolution or pool. */
export interface AxisWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  readonly output: number;
}

/** Output sizes and pads as the ONNX text of Conv, AveragePool and MaxPool has them. */
export function axisWindows(
  node: GraphNode,
  kernel: readonly number[],
  input: readonly number[],
): AxisWindow[] {
  const ones = kernel.map(() => 1);
  const strides = intsAttribute(node, 'strides', ones);
  const dilations = intsAttribute(node, 'dilations', ones);
  const pads = intsAttribute(node, 'pads', [...kernel, ...kernel].fill(0));
  const autoPad = stringAttribute(node, 'auto_pad', 'NOTSET');
  return kernel.map((size, axis) => {
    const [stride, dilation, length] = [strides[axis], dilations[axis], input[axis]];
    const extent = (size - 1) * dilation + 1;
    const common = { kernel: size, stride, dilation };
    if (autoPad.startsWith('SAME')) {
      const output = Math.ceil(length / stride);
      const total = Math.max((output - 1) * stride + extent - length, 0);
      const less = Math.floor(total / 2);
      const before = autoPad === 'SAME_UPPER' ? less : total - less;
      return { ...common, output, before, after: total - before };
    }
    const [before, after] = autoPad === 'VALID' ? [0, 0] : [pads[axis], pads[axis + kernel.length]];
    const steps = (length + before + after - extent) / stride;
    let output = Math.floor(steps) + 1;
    if (intAttribute(node, 'ceil_mode', 0) === 1) {
      output = Math.ceil(steps) + 1;
      // A window may not start in the padding at the end.
      if ((output - 1) * stride >= length + before) output--;
    }
    return { ...common, output, before, after };
  });
}

/** Where the taps of an output position lie on each axis of the input; may be outside. */
export const placeOf = (
  windows: readonly AxisWindow[],
  output: readonly number[],
  tap: readonly number[],
): number[] =>
  windows.map(({ stride, dilation, before }, axis) => output[axis] * stride + tap[axis] * dilation - before);

export const isInside = (place: readonly number[], dims: readonly number[]): boolean =>
  place.every((at, axis) => at >= 0 && at < dims[axis]);
