import { matrixOf } from '../low-rank/matrix.js';
import { factoriseWeights, subspaceOf } from '../low-rank/subspace.js';
import type { Subspaces } from '../low-rank/subspaces.js';
import { type LowRank, weightedLowRank } from '../low-rank/weighted-low-rank.js';
import { outputLowRank } from './channel-low-rank.js';
import { type Convolution, PLAIN } from './convolution.js';
import { ranks } from './ranks.js';
import type { Rewrite } from './rewrite.js';
import { stackFor, stackWork } from './stack.js';

/**
 * 1x1, k x k between fewer channels, 1x1 (Kim et al., arXiv 1511.06530), by sequential truncation (arXiv 1011.5013).
 */
export function tucker(convolution: Convolution, subspaces: Subspaces): Rewrite[] {
  const { outputs, inputsOfGroup, kernel } = convolution;
  if (kernel[0] * kernel[1] === 1) return [];
  const inputView = inputLowRank(subspaces, convolution);
  const outputView = outputLowRank(subspaces, convolution);
  if (inputView === undefined || outputView === undefined) return [];
  return ranks(inputsOfGroup).flatMap((inner) =>
    ranks(outputs).flatMap((outer) =>
      Math.abs(inner / inputsOfGroup - outer / outputs) > 0.26 || outer > inner * kernel[0] * kernel[1]
        ? []
        : [tuckerRewrite(convolution, inputView, outputView, inner, outer)],
    ),
  );
}

/** The weights as [outputs x taps, inputs]. */
export function inputLowRank(subspaces: Subspaces, convolution: Convolution): LowRank | undefined {
  const { weight, outputs, inputsOfGroup, kernel } = convolution;
  const taps = kernel[0] * kernel[1];
  return weightedLowRank(
    subspaces,
    weight,
    {
      name: 'inputs',
      rows: outputs * taps,
      columns: inputsOfGroup,
      at: (row, column) =>
        Number(weight.data[(Math.floor(row / taps) * inputsOfGroup + column) * taps + (row % taps)]),
      channelOf: (column) => column,
    },
    convolution.strengths,
  );
}

/** `inner` channels in front of the kernel, `outer` behind it, whatever it costs. */
export function tuckerRewrite(
  convolution: Convolution,
  inputView: LowRank,
  outputView: LowRank,
  inner: number,
  outer: number,
): Rewrite {
  const { outputs, inputsOfGroup, kernel } = convolution;
  const layers = [
    { ...PLAIN, outputs: inner, inputsOfGroup, groups: 1 },
    { ...convolution, outputs: outer, inputsOfGroup: inner, groups: 1 },
    { ...PLAIN, outputs, inputsOfGroup: outer, groups: 1 },
  ];
  return {
    loss: Math.min(1, inputView.loss(inner) + outputView.loss(outer)),
    work: stackWork(convolution, layers),
    apply(fresh) {
      const taps = kernel[0] * kernel[1];
      const first = inputView.factors(inner);
      const core = matrixOf(
        outputs,
        inner * taps,
        (output, column) =>
          first.left.data[(output * taps + (column % taps)) * inner + Math.floor(column / taps)],
      );
      const { left, right } = factoriseWeights(core, () => core, subspaceOf(core)!, outer);
      const weights = [first.right.data, right.data, left.data].map((data) => Float32Array.from(data));
      return stackFor(convolution, layers, weights, fresh);
    },
  };
}
