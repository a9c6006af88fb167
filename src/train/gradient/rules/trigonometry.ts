import type { GraphBuilder } from '../builder.js';
import type { GradientRule } from '../rule.js';

/** dx for dy, x and y. */
const GRADIENTS: Readonly<
  Record<string, (builder: GraphBuilder, dy: string, x: string, y: string) => string>
> = {
  Sin: (builder, dy, x) => builder.times(dy, builder.unary('Cos', x)),
  Cos: (builder, dy, x) => builder.unary('Neg', builder.times(dy, builder.unary('Sin', x))),
  Tan: (builder, dy, _, y) => builder.times(dy, builder.plus(builder.times(y, y), 1)),
  Asin: (builder, dy, x) => builder.over(dy, builder.unary('Sqrt', builder.minus(1, builder.times(x, x)))),
  Acos: (builder, dy, x) =>
    builder.unary('Neg', builder.over(dy, builder.unary('Sqrt', builder.minus(1, builder.times(x, x))))),
  Atan: (builder, dy, x) => builder.over(dy, builder.plus(builder.times(x, x), 1)),
  Sinh: (builder, dy, x) => builder.times(dy, builder.unary('Cosh', x)),
  Cosh: (builder, dy, x) => builder.times(dy, builder.unary('Sinh', x)),
  Asinh: (builder, dy, x) => builder.over(dy, builder.unary('Sqrt', builder.plus(builder.times(x, x), 1))),
  Acosh: (builder, dy, x) => builder.over(dy, builder.unary('Sqrt', builder.plus(builder.times(x, x), -1))),
  Atanh: (builder, dy, x) => builder.over(dy, builder.minus(1, builder.times(x, x))),
};

export const trigonometry: GradientRule = {
  opTypes: Object.keys(GRADIENTS),
  gradients: ({ builder, node, dy }) => [
    () => GRADIENTS[node.opType]!(builder, dy, node.inputs[0]!, node.outputs[0]!),
  ],
};
