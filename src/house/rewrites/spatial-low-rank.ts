import type { Subspaces } from '../low-rank/subspaces.js';
import { type LowRank, weightedLowRank } from '../low-rank/weighted-low-rank.js';
import type { Convolution } from './convolution.js';
import { ranks } from './ranks.js';
import type { Rewrite } from './rewrite.js';
import { stackFor, stackWork } from './stack.js';

/** k x k as k x 1, then 1 x k (Jaderberg et al., arXiv 1405.3866, scheme 2). */
export function spatialLowRank(convolution: Convolution, subspaces: Subspaces): Rewrite[] {
  const { kernel } = convolution;
  if (kernel[0] === 1 || kernel[1] === 1) return [];
  const lowRank = spatialView(subspaces, convolution);
  if (lowRank === undefined) return [];
  return ranks(lowRank.size).map((rank) => spatialRewrite(convolution, lowRank, rank));
}

/** The weights as [outputs x width, inputs x height]. */
export function spatialView(subspaces: Subspaces, convolution: Convolution): LowRank | undefined {
  const { weight, outputs, inputsOfGroup, kernel } = convolution;
  const [height, width] = kernel;
  return weightedLowRank(
    subspaces,
    weight,
    {
      name: 'spatial',
      rows: outputs * width,
      columns: inputsOfGroup * height,
      at(row, column) {
        const [output, x] = [Math.floor(row / width), row % width];
        const [input, y] = [Math.floor(column / height), column % height];
        return Number(weight.data[((output * inputsOfGroup + input) * height + y) * width + x]);
      },
      channelOf: (column) => Math.floor(column / height),
    },
    convolution.strengths,
  );
}

/** The rewrite of one rank, whatever it costs. */
export function spatialRewrite(convolution: Convolution, lowRank: LowRank, rank: number): Rewrite {
  const { outputs, inputsOfGroup, kernel, strides, dilations, pads } = convolution;
  const [top, left, bottom, right] = pads;
  const layers = [
    {
      kernel: [kernel[0], 1],
      strides: [strides[0], 1],
      dilations: [dilations[0], 1],
      pads: [top, 0, bottom, 0],
      outputs: rank,
      inputsOfGroup,
      groups: 1,
    },
    {
      kernel: [1, kernel[1]],
      strides: [1, strides[1]],
      dilations: [1, dilations[1]],
      pads: [0, left, 0, right],
      outputs,
      inputsOfGroup: rank,
      groups: 1,
    },
  ] as const;
  return {
    loss: lowRank.loss(rank),
    work: stackWork(convolution, layers),
    apply(fresh) {
      const factors = lowRank.factors(rank);
      const width = kernel[1];
      const across = new Float32Array(outputs * rank * width);
      for (let row = 0; row < outputs * width; row++)
        for (let r = 0; r < rank; r++)
          across[(Math.floor(row / width) * rank + r) * width + (row % width)] =
            factors.left.data[row * rank + r];
      return stackFor(convolution, layers, [Float32Array.from(factors.right.data), across], fresh);
    },
  };
}
