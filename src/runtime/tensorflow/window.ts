import { type GraphNode, intAttribute, intsAttribute, stringAttribute } from '../../onnx/graph.js';

/** Where a kernel goes over the spatial axes, one number an axis. */
export interface ImageWindow {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The window of a convolution or pooling over `sizes`; `auto_pad` and `ceil_mode` become plain padding. */
export function imageWindow(
  node: GraphNode,
  sizes: readonly number[],
  kernel: readonly number[],
): ImageWindow {
  const strides = intsAttribute(
    node,
    'strides',
    sizes.map(() => 1),
  );
  const dilations = intsAttribute(
    node,
    'dilations',
    sizes.map(() => 1),
  );
  const mode = stringAttribute(node, 'auto_pad', 'NOTSET');
  const pads = intsAttribute(
    node,
    'pads',
    sizes.flatMap(() => [0, 0]),
  );
  const extent = kernel.map((size, axis) => (size - 1) * dilations[axis] + 1);
  if (mode === 'SAME_UPPER' || mode === 'SAME_LOWER') {
    const total = sizes.map((size, axis) =>
      Math.max(0, (Math.ceil(size / strides[axis]) - 1) * strides[axis] + extent[axis] - size),
    );
    const [less, more] = [total.map((pad) => pad >> 1), total.map((pad) => pad - (pad >> 1))];
    const upper = mode === 'SAME_UPPER';
    return { kernel, strides, dilations, before: upper ? less : more, after: upper ? more : less };
  }
  const before = mode === 'VALID' ? sizes.map(() => 0) : pads.slice(0, sizes.length);
  const after = mode === 'VALID' ? sizes.map(() => 0) : pads.slice(sizes.length);
  return { kernel, strides, dilations, before, after };
}

/** How many positions the window has on an axis of the padded size. */
export const positions = (padded: number, kernel: number, stride: number, dilation: number): number =>
  Math.floor((padded - (kernel - 1) * dilation - 1) / stride) + 1;

/** Padding behind that lets a last, partial window in, as `ceil_mode` wants; a window may not start in it. */
export function ceilPadding(node: GraphNode, sizes: readonly number[], window: ImageWindow): number[] {
  if (intAttribute(node, 'ceil_mode', 0) === 0) return sizes.map(() => 0);
  return sizes.map((size, axis) => {
    const { [axis]: stride } = window.strides;
    const extent = (window.kernel[axis] - 1) * window.dilations[axis] + 1;
    const padded = size + window.before[axis] + window.after[axis];
    const steps = Math.ceil((padded - extent) / stride);
    const starts = steps * stride >= size + window.before[axis] ? steps - 1 : steps;
    return Math.max(0, starts * stride + extent - padded);
  });
}
