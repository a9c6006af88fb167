import type { Subspaces } from '../low-rank/subspaces.js';
import { type LowRank, weightedLowRank } from '../low-rank/weighted-low-rank.js';
import { type Convolution, PLAIN } from './convolution.js';
import { ranks } from './ranks.js';
import type { Rewrite } from './rewrite.js';
import { stackFor, stackWork } from './stack.js';

/** The weights as [outputs, inputs x taps]. */
export function outputLowRank(subspaces: Subspaces, convolution: Convolution): LowRank | undefined {
  const { weight, outputs, inputsOfGroup, kernel } = convolution;
  const taps = kernel[0] * kernel[1];
  const columns = inputsOfGroup * taps;
  return weightedLowRank(
    subspaces,
    weight,
    {
      name: 'outputs',
      rows: outputs,
      columns,
      at: (row, column) => Number(weight.data[row * columns + column]),
      channelOf: (column) => Math.floor(column / taps),
    },
    convolution.strengths,
  );
}

/** The same kernel with fewer outputs, then 1x1 (Zhang et al., arXiv 1505.06798). A 1x1 convolution becomes two. */
export function channelLowRank(convolution: Convolution, subspaces: Subspaces): Rewrite[] {
  const lowRank = outputLowRank(subspaces, convolution);
  if (lowRank === undefined) return [];
  return ranks(lowRank.size).map((rank) => channelRewrite(convolution, lowRank, rank));
}

/** The rewrite of one rank, whatever it costs. */
export function channelRewrite(convolution: Convolution, lowRank: LowRank, rank: number): Rewrite {
  const { outputs, inputsOfGroup } = convolution;
  const layers = [
    { ...convolution, outputs: rank, inputsOfGroup, groups: 1 },
    { ...PLAIN, outputs, inputsOfGroup: rank, groups: 1 },
  ];
  return {
    loss: lowRank.loss(rank),
    work: stackWork(convolution, layers),
    apply(fresh) {
      const { left, right } = lowRank.factors(rank);
      const weights = [right.data, left.data].map((data) => Float32Array.from(data));
      return stackFor(convolution, layers, weights, fresh);
    },
  };
}
