import { type GraphNode, intAttribute, intsAttribute, stringAttribute } from '../../onnx/graph.js';

/** How the windows of a convolution or pool lie on the input; one number a spatial axis everywhere. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  /** Enough for the last window: more than the node says where ceil_mode lets it hang over, may be negative. */
  readonly after: readonly number[];
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly group: number;
}

/** `input` and `output` are the spatial dims on the side of the windows and on the side of one number a window. */
export function windowOf(
  node: GraphNode,
  kernel: readonly number[],
  input: readonly number[],
  output: readonly number[],
): Window {
  const ones = kernel.map(() => 1);
  const strides = intsAttribute(node, 'strides', ones);
  const dilations = intsAttribute(node, 'dilations', ones);
  const reach = kernel.map(
    (size, axis) => (output[axis]! - 1) * strides[axis]! + (size - 1) * dilations[axis]! + 1,
  );
  const autoPad = stringAttribute(node, 'auto_pad', 'NOTSET');
  const pads = intsAttribute(node, 'pads', []);
  const before = kernel.map((_, axis) => {
    const same = Math.max(reach[axis]! - input[axis]!, 0);
    if (autoPad === 'SAME_UPPER') return Math.floor(same / 2);
    if (autoPad === 'SAME_LOWER') return Math.ceil(same / 2);
    return autoPad === 'VALID' ? 0 : (pads[axis] ?? 0);
  });
  const after = reach.map((size, axis) => size - input[axis]! - before[axis]!);
  return { kernel, strides, dilations, before, after, input, output, group: intAttribute(node, 'group', 1) };
}

/** Positions in the kernel, in row-major order. */
export function tapsOf(kernel: readonly number[]): number[][] {
  return kernel.reduce<number[][]>(
    (taps, size) => taps.flatMap((tap) => Array.from({ length: size }, (_, at) => [...tap, at])),
    [[]],
  );
}
