import type { GradientRule } from '../rule.js';

/** Minimum and maximum of the inputs, broadcast; among equals the first gets the gradient. */
export const extremum: GradientRule = {
  opTypes: ['Max', 'Min'],
  gradients: ({ builder, node: { inputs, outputs }, dy }) => {
    const y = outputs[0]!;
    const shares: string[] = [];
    const share = (index: number): string => {
      let rest = dy;
      for (let each = 0; each <= index; each++) {
        shares[each] ??= builder.where(builder.compare('Equal', inputs[each]!, y), rest, 0);
        if (each < index) rest = builder.minus(rest, shares[each]!);
      }
      return shares[index]!;
    };
    return inputs.map((input, index) => () => builder.reduceTo(share(index), builder.dims(input)));
  },
};
