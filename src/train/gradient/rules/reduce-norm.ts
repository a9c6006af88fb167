import type { GraphBuilder } from '../builder.js';
import { assertConstant } from '../constant-input.js';
import { reducedAxes } from '../reduced-axes.js';
import type { GradientRule } from '../rule.js';

/** dy/dx of each element, where y has the reduced axes with size 1. */
const SLOPES: Readonly<Record<string, (builder: GraphBuilder, x: string, y: string) => string>> = {
  ReduceL1: (builder, x) => builder.sign(x),
  // Where all elements are 0, so is the gradient.
  ReduceL2: (builder, x, y) => builder.over(x, builder.where(builder.compare('Equal', y, 0), 1, y)),
  ReduceSumSquare: (builder, x) => builder.times(x, 2),
  ReduceLogSum: (builder, _, y) => builder.unary('Exp', builder.unary('Neg', y)),
  ReduceLogSumExp: (builder, x, y) => builder.unary('Exp', builder.minus(x, y)),
};

/** Sums of powers and their roots and logarithms: dx = dy times the slope. */
export const reduceNorm: GradientRule = {
  opTypes: Object.keys(SLOPES),
  refusal: assertConstant(1),
  gradients: ({ builder, node, dy }) => [
    () => {
      const x = node.inputs[0]!;
      const { kept } = reducedAxes(node, builder);
      const y = builder.reshape(node.outputs[0]!, kept);
      const slope = SLOPES[node.opType]!(builder, x, y);
      return builder.expand(builder.times(builder.reshape(dy, kept), slope), builder.dims(x));
    },
  ],
};
