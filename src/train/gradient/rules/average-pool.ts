import { type GraphNode, intAttribute, intsAttribute, stringAttribute } from '../../../onnx/graph.js';
import { type AxisMap, pullBack } from '../axis-map.js';
import type { GradientRule } from '../rule.js';
import { type Window, windowOf } from '../window.js';

/** Averages axis by axis, so the way back is one matrix an axis. */
export const averagePool: GradientRule = {
  opTypes: ['AveragePool'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const input = builder.dims(node.inputs[0]!).slice(2);
      const output = builder.dims(dy).slice(2);
      const window = windowOf(node, intsAttribute(node, 'kernel_shape', []), input, output);
      return input.reduce(
        (gradient, size, axis) => pullBack(builder, gradient, axis + 2, poolMap(node, window, axis), size),
        dy,
      );
    },
  ],
};

/** Padding counts where the node says so; what hangs over the padding (ceil_mode) never does. */
function poolMap(node: GraphNode, window: Window, axis: number): AxisMap {
  const [size, before] = [window.input[axis]!, window.before[axis]!];
  const explicit = stringAttribute(node, 'auto_pad', 'NOTSET') === 'NOTSET';
  const after = explicit
    ? (intsAttribute(node, 'pads', [])[axis + window.kernel.length] ?? 0)
    : Math.max(window.after[axis]!, 0);
  const countsPadding = intAttribute(node, 'count_include_pad', 0) === 1;
  return Array.from({ length: window.output[axis]! }, (_, at) => {
    const places = Array.from(
      { length: window.kernel[axis]! },
      (__, tap) => at * window.strides[axis]! - before + tap * window.dilations[axis]!,
    );
    const real = places.filter((place) => place >= 0 && place < size);
    const counted = countsPadding ? places.filter((place) => place < size + after) : real;
    return real.map((place) => [place, 1 / counted.length] as const);
  });
}
