import { matrixOf } from '../low-rank/matrix.js';
import { factoriseWeights, type Subspace, subspaceOf } from '../low-rank/subspace.js';
import { type Convolution, PLAIN } from './convolution.js';
import type { Rewrite } from './rewrite.js';
import { stackFor, stackWork } from './stack.js';

/**
 * A depthwise k x k convolution, then 1x1: the kernel of an input channel is the strongest direction of all kernels
 * that read it (network decoupling, arXiv 1808.05517). One kernel a channel only: with two, ONNX Runtime's CPU kernels
 * take longer than for the whole convolution.
 */
export function separable(convolution: Convolution): Rewrite[] {
  const { kernel, inputsOfGroup } = convolution;
  if (kernel[0] * kernel[1] === 1 || inputsOfGroup < 4) return [];
  return [separableRewrite(convolution, 1)];
}

/** The rewrite with so many kernels a channel, whatever it costs. */
export function separableRewrite(convolution: Convolution, multiplier: number): Rewrite {
  const { kernel, outputs, inputsOfGroup: inputs } = convolution;
  const taps = kernel[0] * kernel[1];
  const subspaces = Array.from({ length: inputs }, (_, input) => subspaceOf(kernelsOf(convolution, input)));
  const layers = [
    { ...convolution, outputs: inputs * multiplier, inputsOfGroup: 1, groups: inputs },
    { ...PLAIN, outputs, inputsOfGroup: inputs * multiplier, groups: 1 },
  ];
  return {
    loss: lossOf(subspaces, convolution.strengths, multiplier),
    work: stackWork(convolution, layers),
    apply(fresh) {
      const depthwise = new Float32Array(inputs * multiplier * taps);
      const pointwise = new Float32Array(outputs * inputs * multiplier);
      subspaces.forEach((subspace, input) => {
        if (subspace === undefined) return;
        const rank = Math.min(multiplier, subspace.size);
        const kernels = kernelsOf(convolution, input);
        const { left, right } = factoriseWeights(kernels, () => kernels, subspace, rank);
        for (let m = 0; m < rank; m++) {
          const channel = input * multiplier + m;
          // Kernels of length one: what comes out is as large as what goes in.
          const length = Math.hypot(...right.data.subarray(m * taps, (m + 1) * taps)) || 1;
          for (let tap = 0; tap < taps; tap++)
            depthwise[channel * taps + tap] = right.data[m * taps + tap] / length;
          for (let output = 0; output < outputs; output++)
            pointwise[output * inputs * multiplier + channel] = left.data[output * rank + m] * length;
        }
      });
      return stackFor(convolution, layers, [depthwise, pointwise], fresh);
    },
  };
}

/** All kernels that read one input channel, [outputs, taps]. */
function kernelsOf({ weight, outputs, inputsOfGroup, kernel }: Convolution, input: number) {
  const taps = kernel[0] * kernel[1];
  return matrixOf(outputs, taps, (output, tap) =>
    Number(weight.data[(output * inputsOfGroup + input) * taps + tap]),
  );
}

function lossOf(
  subspaces: readonly (Subspace | undefined)[],
  strengths: Float64Array | undefined,
  rank: number,
): number {
  let [lost, all] = [0, 0];
  subspaces.forEach((subspace, input) => {
    const strength = strengths?.[input] ?? 1;
    subspace?.energies.forEach((energy, index) => {
      all += energy * strength * strength;
      if (index >= rank) lost += energy * strength * strength;
    });
  });
  return all > 0 ? lost / all : 0;
}
