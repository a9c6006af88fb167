import { channelSum } from '../channel-sum.js';
import { convInputGradient } from '../conv-input-gradient.js';
import { convWeightGradient } from '../conv-weight-gradient.js';
import type { GradientRule } from '../rule.js';
import { windowOf } from '../window.js';

export const conv: GradientRule = {
  opTypes: ['Conv'],
  gradients: ({ builder, node, dy }) => {
    const [x, w] = [node.inputs[0]!, node.inputs[1]!];
    const [kernel, input, output] = [w, x, dy].map((name) => builder.dims(name).slice(2));
    const window = windowOf(node, kernel!, input!, output!);
    return [
      () => convInputGradient(builder, dy, w, window),
      () => convWeightGradient(builder, x, dy, window),
      () => channelSum(builder, dy),
    ];
  },
};
