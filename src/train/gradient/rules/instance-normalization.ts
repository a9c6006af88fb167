import { floatAttribute, type GraphNode, intAttribute, intsAttribute } from '../../../onnx/graph.js';
import { axesFrom, axisOf } from '../axes.js';
import type { GraphBuilder } from '../builder.js';
import { lazy } from '../lazy.js';
import type { GradientRule } from '../rule.js';

/** x over groups of its elements, to mean 0 and variance 1, and the way back. */
interface Normalised {
  /** h = (x - mean) r with r = 1 / sqrt(variance + epsilon), in the shape of x. */
  readonly normal: () => string;
  /** With means m over each group: r (g - m(g) - h m(g h)), for the gradient g of h. */
  readonly back: (gradient: string) => string;
}

/** @param grouped shape of x in which the last axis holds one group */
function normalised(
  builder: GraphBuilder,
  x: string,
  grouped: readonly number[],
  epsilon: number,
): Normalised {
  const axes = [grouped.length - 1];
  const rows = lazy(() => builder.reshape(x, grouped));
  const centred = lazy(() => builder.minus(rows(), builder.mean(rows(), axes, true)));
  const inverse = lazy(() => {
    const variance = builder.mean(builder.times(centred(), centred()), axes, true);
    return builder.over(1, builder.unary('Sqrt', builder.plus(variance, epsilon)));
  });
  const normal = lazy(() => builder.times(centred(), inverse()));
  return {
    normal: () => builder.reshape(normal(), builder.dims(x)),
    back: (gradient) => {
      const g = builder.reshape(gradient, grouped);
      const along = builder.times(normal(), builder.mean(builder.times(g, normal()), axes, true));
      const across = builder.minus(builder.minus(g, builder.mean(g, axes, true)), along);
      return builder.reshape(builder.times(across, inverse()), builder.dims(x));
    },
  };
}

/**
 * y = scale h + shift: over the positions of each channel (Ulyanov, Vedaldi and Lempitsky, arXiv:1607.08022), or over
 * groups of channels (Wu and He, arXiv:1803.08494), whose scale has one number a channel or, before opset 21, a group.
 */
export const instanceNormalization: GradientRule = {
  opTypes: ['InstanceNormalization', 'GroupNormalization'],
  gradients: ({ builder, node, dy }) => {
    const [x, scale, shift] = [node.inputs[0]!, node.inputs[1]!, node.inputs[2]!];
    const [batch, channels, ...positions] = builder.dims(x) as [number, number, ...number[]];
    const groups = groupsOf(node, channels);
    const size = builder.dims(scale)[0]!;
    // One number a channel or a group, for [N, size, rest].
    const parts = [batch, size, -1];
    const { normal, back } = normalised(
      builder,
      x,
      [batch, groups, -1],
      floatAttribute(node, 'epsilon', 1e-5),
    );
    const inParts = (tensor: string) => builder.reshape(tensor, parts);
    const sums = (tensor: string) => builder.sum(builder.sum(inParts(tensor), [2]), [0]);
    return [
      () => {
        const g = builder.times(inParts(dy), builder.reshape(scale, [1, size, 1]));
        return back(builder.reshape(g, [batch, channels, ...positions]));
      },
      () => sums(builder.times(dy, normal())),
      shift ? () => sums(dy) : undefined,
    ];
  },
};

const groupsOf = (node: GraphNode, channels: number): number =>
  node.opType === 'GroupNormalization' ? intAttribute(node, 'num_groups', 1) : channels;

/** y = h over the given axes, those of the positions and the batch unless told. */
export const meanVarianceNormalization: GradientRule = {
  opTypes: ['MeanVarianceNormalization'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const x = node.inputs[0]!;
      const rank = builder.dims(x).length;
      const over = intsAttribute(node, 'axes', [0, 2, 3]).map((axis) => axisOf(axis, rank));
      const kept = axesFrom(0, rank).filter((axis) => !over.includes(axis));
      const order = [...kept, ...over];
      const back = order.map((_, axis) => order.indexOf(axis));
      const turned = builder.transpose(x, order);
      const grouped = [...kept.map((axis) => builder.dims(x)[axis]!), -1];
      const gradient = normalised(builder, turned, grouped, 1e-9).back(builder.transpose(dy, order));
      return builder.transpose(gradient, back);
    },
  ],
};
