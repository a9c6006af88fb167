import { axesFrom } from '../axes.js';
import type { GraphBuilder } from '../builder.js';
import { assertConstant } from '../constant-input.js';
import { reducedAxes } from '../reduced-axes.js';
import type { GradientRule } from '../rule.js';

/** Greatest or smallest element over axes: equals share the gradient. */
export const reduceExtremum: GradientRule = {
  opTypes: ['ReduceMax', 'ReduceMin'],
  refusal: assertConstant(1),
  gradients: ({ builder, node, dy }) => [
    () => {
      const { axes, kept } = reducedAxes(node, builder);
      return toExtremes(builder, node.inputs[0]!, node.outputs[0]!, dy, axes, kept);
    },
  ],
};

/** The same over all positions of each channel. */
export const globalMaxPool: GradientRule = {
  opTypes: ['GlobalMaxPool'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const axes = axesFrom(2, builder.dims(dy).length);
      return toExtremes(builder, node.inputs[0]!, node.outputs[0]!, dy, axes, builder.dims(dy));
    },
  ],
};

function toExtremes(
  builder: GraphBuilder,
  x: string,
  y: string,
  dy: string,
  axes: readonly number[],
  kept: readonly number[],
): string {
  const [extreme, gradient] = [builder.reshape(y, kept), builder.reshape(dy, kept)];
  const isExtreme = builder.where(builder.compare('Equal', x, extreme), 1, 0);
  const each = builder.over(gradient, builder.sum(isExtreme, axes, true));
  return builder.times(isExtreme, each);
}
