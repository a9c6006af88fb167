import type { Outputs } from './outputs.js';

/** Picks beside the first network, repetitions among them. */
const MOST_PICKS = 3;

/**
 * Weights of networks whose mean outputs are better than those of the first alone: it is in, and others (or itself
 * again) are picked one after the other as long as the best pick gains enough (Caruana et al. 2004, sections 2.1 and
 * 2.2).
 *
 * @param all outputs of each network for the same samples, all of the same shapes
 * @param qualityOf higher is better
 * @param leastGain of a pick; less is not worth one more forward pass a sample
 */
export async function selectEnsemble(
  all: readonly Outputs[],
  qualityOf: (outputs: Outputs) => Promise<number>,
  leastGain: number,
): Promise<readonly number[]> {
  let weights: readonly number[] = all.map((_, index) => (index === 0 ? 1 : 0));
  let value = await qualityOf(all[0]);
  for (let pick = 0; pick < MOST_PICKS; pick++) {
    const tried: { readonly weights: readonly number[]; readonly value: number }[] = [];
    for (const index of all.keys()) {
      const next = weights.map((weight, at) => (at === index ? weight + 1 : weight));
      const taken = all.flatMap((outputs, at) => (next[at] > 0 ? [{ outputs, weight: next[at] }] : []));
      tried.push({ weights: next, value: await qualityOf(meanOutputs(taken)) });
    }
    const best = tried.reduce((one, other) => (other.value > one.value ? other : one));
    if (best.value < value + leastGain) break;
    ({ weights, value } = best);
  }
  return weights;
}

/**
 * Weights of networks whose mean outputs are likely to be better than those of the first alone, where no labels tell.
 * Another is in when a third network, which is in neither, agrees more with the mean of the two than with the first
 * alone: errors of the third are its own, so what comes closer to it comes closer to what is right. The first counts as
 * much as all others together, for two that err alike would vouch for one another.
 *
 * @param all outputs of each network for the same samples, all of the same shapes
 * @param agreementOf share of samples in which two agree
 * @param leastGain mean over the third networks
 */
export async function selectPeers(
  all: readonly Outputs[],
  agreementOf: (one: Outputs, other: Outputs) => Promise<number>,
  leastGain: number,
): Promise<readonly number[]> {
  const [first, ...others] = all;
  const alone: number[] = [];
  for (const third of others) alone.push(await agreementOf(first, third));
  const isIn: boolean[] = [];
  for (const [index, outputs] of others.entries()) {
    const mean = meanOutputs([first, outputs].map((each) => ({ outputs: each, weight: 1 })));
    let gain = 0;
    for (const [at, third] of others.entries())
      if (at !== index) gain += ((await agreementOf(mean, third)) - alone[at]) / (others.length - 1);
    isIn.push(gain >= leastGain);
  }
  const peers = isIn.filter(Boolean).length;
  return [Math.max(1, peers), ...isIn.map(Number)];
}

/** Weighted mean, output by output; all of the same shapes. Names are those of the first. */
function meanOutputs(all: readonly { readonly outputs: Outputs; readonly weight: number }[]): Outputs {
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  const [{ outputs: first }] = all;
  return first.map(({ name, dims, data }, index) => {
    const mean = new Float32Array(data.length);
    for (const { outputs, weight } of all) {
      const values = outputs[index].data;
      for (let at = 0; at < mean.length; at++) mean[at] += (weight / total) * values[at];
    }
    return { name, dims, data: mean };
  });
}
