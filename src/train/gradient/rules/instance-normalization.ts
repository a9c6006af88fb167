import { floatAttribute, type GraphNode, intAttribute, intsAttribute } from '../../../onnx/graph.js';
import { axisOf } from '../axes.js';
import { normalised } from '../normalised.js';
import type { GradientRule } from '../rule.js';

/**
 * y = scale h + shift: over the positions of each channel (Ulyanov, Vedaldi and Lempitsky, arXiv:1607.08022), or over
 * groups of channels (Wu and He, arXiv:1803.08494), whose scale has one number a channel or, before opset 21, a group.
 */
export const instanceNormalization: GradientRule = {
  opTypes: ['InstanceNormalization', 'GroupNormalization'],
  gradients: ({ builder, node, dy }) => {
    const [x, scale, shift] = [node.inputs[0]!, node.inputs[1]!, node.inputs[2]!];
    const [batch, channels] = builder.dims(x) as [number, number];
    const groups = groupsOf(node, channels);
    const size = builder.dims(scale)[0]!;
    // One number a channel or a group, for [N, size, rest].
    const parts = [batch, size, -1];
    const inRows = (tensor: string) => builder.reshape(tensor, [batch, groups, -1]);
    const inParts = (tensor: string) => builder.reshape(tensor, parts);
    const { normal, back } = normalised(builder, inRows(x), [2], floatAttribute(node, 'epsilon', 1e-5));
    const sums = (tensor: string) => builder.sum(builder.sum(inParts(tensor), [2]), [0]);
    return [
      () => {
        const g = builder.times(inParts(dy), builder.reshape(scale, [1, size, 1]));
        return builder.reshape(back(inRows(g)), builder.dims(x));
      },
      () => sums(builder.times(inRows(dy), normal())),
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
      return normalised(builder, x, over, 1e-9).back(dy);
    },
  ],
};
