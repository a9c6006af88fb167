import { stringAttribute } from '../../../onnx/graph.js';
import type { GraphBuilder } from '../builder.js';
import type { GradientRule } from '../rule.js';

/** y = x Phi(x), exact or with the tanh approximation of Phi (Hendrycks and Gimpel, arXiv:1606.08415). */
export const gelu: GradientRule = {
  opTypes: ['Gelu'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const slope = stringAttribute(node, 'approximate', 'none') === 'tanh' ? tanhSlope : exactSlope;
      return builder.times(dy, slope(builder, node.inputs[0]!));
    },
  ],
};

/** Phi(x) + x phi(x). */
function exactSlope(builder: GraphBuilder, x: string): string {
  const erf = builder.unary('Erf', builder.times(x, Math.SQRT1_2));
  const bell = builder.unary('Exp', builder.times(builder.times(x, x), -0.5));
  const density = builder.times(builder.times(x, bell), 1 / Math.sqrt(2 * Math.PI));
  return builder.plus(builder.plus(builder.times(erf, 0.5), 0.5), density);
}

/** With t = tanh(u), u = c (x + a x³): (1 + t) / 2 + x (1 - t²) / 2 · c (1 + 3 a x²). */
function tanhSlope(builder: GraphBuilder, x: string): string {
  const [c, a] = [Math.sqrt(2 / Math.PI), 0.044715];
  const square = builder.times(x, x);
  const u = builder.times(x, builder.plus(builder.times(square, c * a), c));
  const t = builder.unary('Tanh', u);
  const inner = builder.times(x, builder.plus(builder.times(square, 3 * c * a), c));
  const rise = builder.times(builder.minus(1, builder.times(t, t)), inner);
  return builder.times(builder.plus(builder.plus(t, rise), 1), 0.5);
}
