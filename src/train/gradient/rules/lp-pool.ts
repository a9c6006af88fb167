import { type GraphNode, intAttribute, intsAttribute } from '../../../onnx/graph.js';
import type { GraphBuilder } from '../builder.js';
import type { GradientRule } from '../rule.js';
import { scatterTaps } from '../scatter-taps.js';
import { tapsOf, windowOf } from '../window.js';

/**
 * y = (sum of |x|^p)^(1/p) over windows, or over all positions: dx = sign(x) |x|^(p - 1) times the sum of dy y^(1 - p).
 */
export const lpPool: GradientRule = {
  opTypes: ['LpPool', 'GlobalLpPool'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const [x, y] = [node.inputs[0]!, node.outputs[0]!];
      const p = intAttribute(node, 'p', 2);
      const safe = builder.where(builder.compare('Equal', y, 0), 1, y);
      const share = p === 1 ? dy : builder.times(dy, builder.binary('Pow', safe, builder.scalar(1 - p)));
      const size = builder.unary('Abs', x);
      const slope = p === 1 ? builder.sign(x) : builder.times(builder.sign(x), power(builder, size, p - 1));
      return builder.times(slope, toWindows(builder, node, share));
    },
  ],
};

const power = (builder: GraphBuilder, x: string, exponent: number): string =>
  exponent === 1 ? x : builder.binary('Pow', x, builder.scalar(exponent));

function toWindows(builder: GraphBuilder, node: GraphNode, share: string): string {
  const dims = builder.dims(node.inputs[0]!);
  if (node.opType === 'GlobalLpPool') return builder.expand(share, dims);
  const kernel = intsAttribute(node, 'kernel_shape', []);
  const window = windowOf(node, kernel, dims.slice(2), builder.dims(share).slice(2));
  const parts = tapsOf(kernel).map((tap) => ({ tap, part: share }));
  return scatterTaps(builder, parts, window);
}
