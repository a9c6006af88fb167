import { stringAttribute } from '../../../onnx/graph.js';
import { attribute } from '../attribute.js';
import { type Einsum, einsumOf } from '../einsum-equation.js';
import type { GradientRule } from '../rule.js';

/**
 * The gradient of an operand is the product of dy with the other operands, summed over what the operand does not have;
 * along an index that only this operand has, every element gets the same.
 */
export const einsum: GradientRule = {
  opTypes: ['Einsum'],
  refusal: (node) => einsumOf(stringAttribute(node, 'equation', '')).refusal,
  gradients: ({ builder, node, dy }) => {
    const ranks = node.inputs.map((input) => builder.dims(input).length);
    const { operands, result } = einsumOf(stringAttribute(node, 'equation', ''), ranks);
    return node.inputs.map((input, index) => () => {
      const own = operands[index]!;
      const others = operands.flatMap((operand, other) => (other === index ? [] : [operand]));
      const rest = node.inputs.filter((_, other) => other !== index);
      const known = new Set([result, ...others].flatMap((labels) => [...labels]));
      const wanted = [...own].filter((label) => known.has(label)).join('');
      const sizes = sizesOf(
        [result, ...others],
        [dy, ...rest].map((name) => builder.dims(name)),
      );
      const equation = `${[result, ...others].join(',')}->${wanted}`;
      const product = builder.add(
        'Einsum',
        [dy, ...rest],
        [...wanted].map((label) => sizes.get(label)!),
        { attributes: { equation: attribute.string(equation) } },
      );
      // What was broadcast from size 1 is summed, what was summed is spread.
      const dims = builder.dims(input);
      const full = [...own].map((label) => (known.has(label) ? sizes.get(label)! : 1));
      const placed = builder.reshape(product, full);
      const narrow = full.map((size, axis) => (dims[axis] === 1 ? 1 : size));
      return builder.expand(builder.reduceTo(placed, narrow), dims);
    });
  },
};

function sizesOf(
  labels: readonly Einsum['result'][],
  dims: readonly (readonly number[])[],
): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const [operand, text] of labels.entries())
    for (const [axis, label] of [...text].entries())
      sizes.set(label, Math.max(sizes.get(label) ?? 1, dims[operand]![axis]!));
  return sizes;
}
