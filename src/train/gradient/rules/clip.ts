import { assertConstant } from '../constant-input.js';
import type { GradientRule } from '../rule.js';

/** The gradient passes where nothing was clipped, the limits included. */
export const clip: GradientRule = {
  opTypes: ['Clip'],
  refusal: assertConstant(1, 2),
  gradients: ({ builder, node, dy }) => [
    () => builder.masked(builder.compare('Equal', node.inputs[0]!, node.outputs[0]!), dy),
  ],
};
