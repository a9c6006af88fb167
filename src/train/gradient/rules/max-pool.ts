import { intsAttribute } from '../../../onnx/graph.js';
import { paddedInput, tapOf } from '../padded-input.js';
import type { GradientRule } from '../rule.js';
import { scatterTaps } from '../scatter-taps.js';
import { tapsOf, windowOf } from '../window.js';

const LOWEST = -3.4028234663852886e38;

/** The gradient of a window goes to its greatest element, among equals to the first. */
export const maxPool: GradientRule = {
  opTypes: ['MaxPool'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const [x, y] = [node.inputs[0]!, node.outputs[0]!];
      const kernel = intsAttribute(node, 'kernel_shape', []);
      const window = windowOf(node, kernel, builder.dims(x).slice(2), builder.dims(dy).slice(2));
      const padded = paddedInput(builder, x, window, LOWEST);
      let rest = dy;
      const parts = tapsOf(kernel).map((tap) => {
        const greatest = builder.compare('Equal', tapOf(builder, padded, window, tap), y);
        const part = builder.masked(greatest, rest);
        rest = builder.minus(rest, part);
        return { tap, part };
      });
      return scatterTaps(builder, parts, window);
    },
  ],
};
