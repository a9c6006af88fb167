import { floatAttribute, intAttribute } from '../../../onnx/graph.js';
import { type AxisMap, pullBack } from '../axis-map.js';
import type { GradientRule } from '../rule.js';

/**
 * y = x s^-beta, s = bias + alpha / size sum of x² over the channels nearby (Krizhevsky, Sutskever and Hinton, 2012):
 * dx = dy s^-beta - 2 alpha beta / size x sum of dy x s^(-beta - 1) over the channels that have this one nearby.
 */
export const localResponseNormalization: GradientRule = {
  opTypes: ['LRN'],
  gradients: ({ builder, node, dy }) => [
    () => {
      const x = node.inputs[0]!;
      const channels = builder.dims(x)[1]!;
      const size = intAttribute(node, 'size', 1);
      const alpha = floatAttribute(node, 'alpha', 1e-4) / size;
      const beta = floatAttribute(node, 'beta', 0.75);
      const before = Math.floor((size - 1) / 2);
      // The window of a channel, and those whose window has it: one is the other, mirrored.
      const seen = windows(channels, before, size - 1 - before);
      const seeing = windows(channels, size - 1 - before, before);
      const squares = pullBack(builder, builder.times(x, x), 1, seeing, channels);
      const s = builder.plus(builder.times(squares, alpha), floatAttribute(node, 'bias', 1));
      const power = (exponent: number) => builder.binary('Pow', s, builder.scalar(exponent));
      const shared = builder.times(builder.times(dy, x), power(-beta - 1));
      const nearby = builder.times(x, pullBack(builder, shared, 1, seen, channels));
      return builder.minus(builder.times(dy, power(-beta)), builder.times(nearby, 2 * alpha * beta));
    },
  ],
};

const windows = (channels: number, before: number, after: number): AxisMap =>
  Array.from({ length: channels }, (_, channel) =>
    Array.from({ length: before + after + 1 }, (__, tap) => channel - before + tap)
      .filter((place) => place >= 0 && place < channels)
      .map((place) => [place, 1] as const),
  );
