import { assertConstant, constantInput } from '../constant-input.js';
import type { GradientRule } from '../rule.js';

/** Every copy of an element gives it its gradient. */
export const tile: GradientRule = {
  opTypes: ['Tile'],
  refusal: assertConstant(1),
  gradients: ({ builder, node, dy }) => [
    () => {
      const dims = builder.dims(node.inputs[0]!);
      const repeats = constantInput(node, 1, (name) => builder.constantAt(name)) ?? [];
      const copies = builder.reshape(
        dy,
        dims.flatMap((size, axis) => [repeats[axis]!, size]),
      );
      return builder.sum(
        copies,
        dims.map((_, axis) => 2 * axis),
      );
    },
  ],
};
