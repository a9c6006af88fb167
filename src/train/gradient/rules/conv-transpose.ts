import { type GraphNode, intsAttribute, stringAttribute } from '../../../onnx/graph.js';
import { attribute } from '../attribute.js';
import { channelSum } from '../channel-sum.js';
import { convWeightGradient } from '../conv-weight-gradient.js';
import { paddedInput } from '../padded-input.js';
import type { GradientRule } from '../rule.js';
import { type Window, windowOf } from '../window.js';

/** The transposed convolution is the way back of a convolution, so its own way back is that convolution. */
export const convTranspose: GradientRule = {
  opTypes: ['ConvTranspose'],
  gradients: ({ builder, node, dy }) => {
    const [x, w] = [node.inputs[0]!, node.inputs[1]!];
    const [kernel, input, output] = [w, x, dy].map((name) => builder.dims(name).slice(2));
    const window = windowOnOutput(node, kernel!, input!, output!);
    return [
      () => {
        const { strides, dilations, group } = window;
        return builder.add('Conv', [paddedInput(builder, dy, window), w], builder.dims(x), {
          attributes: {
            kernel_shape: attribute.ints(kernel!),
            strides: attribute.ints(strides),
            dilations: attribute.ints(dilations),
            group: attribute.int(group),
          },
        });
      },
      () => convWeightGradient(builder, dy, x, window),
      () => channelSum(builder, dy),
    ];
  },
};

/** Windows on the output; `output_shape` and SAME padding decide the pads as ONNX says. */
function windowOnOutput(
  node: GraphNode,
  kernel: readonly number[],
  input: readonly number[],
  output: readonly number[],
): Window {
  const window = windowOf(node, kernel, output, input);
  const autoPad = stringAttribute(node, 'auto_pad', 'NOTSET');
  const decided = node.attributes.output_shape !== undefined || autoPad.startsWith('SAME');
  if (!decided) return window;
  const extra = intsAttribute(
    node,
    'output_padding',
    kernel.map(() => 0),
  );
  const total = window.before.map((count, axis) => count + window.after[axis]! + extra[axis]!);
  const before = total.map((count) =>
    autoPad === 'SAME_UPPER' ? Math.floor(count / 2) : Math.ceil(count / 2),
  );
  const after = window.before.map((count, axis) => count + window.after[axis]! - before[axis]!);
  return { ...window, before, after };
}
