import { solveSymmetric } from '../train/solve/cholesky.js';
import { type Feature, featuresOf, type MeasuredSet, sharedLoss } from './loss-features.js';
import type { Candidate, Interaction, SearchProblem } from './problem.js';

export interface LearnOptions {
  /** As search is given it: losses are not taken for less than this. */
  readonly minLoss?: number;
}

export interface LearnedLosses {
  /** What the sums of losses are multiplied with before pairs count: above 1 when they are optimistic. */
  readonly factor: number;
  /**
   * The same candidates, their losses as they come out among others; whoever leaves the network little else to replace
   * keeps its own.
   */
  readonly candidates: readonly Candidate[];
  /** Of pairs that were measured together, sorted by ids. */
  readonly interactions: readonly Interaction[];
}

/** Share of its own prior variance by which a measurement may be missed: nearly none. */
const ridge = 1e-4;

/**
 * What measured students say about the additive prediction: regularised least squares on what each set lost beyond the
 * sum of its candidates (ridge with a variance a feature, that is the posterior mean of a Gaussian prior; Hoerl and
 * Kennard 1970). Features: a common factor, one for every candidate, one for every pair that was measured together
 * (`featuresOf` tells the prior). Every measured set is then predicted nearly as measured, and sets move the same way
 * the more they have in common with it.
 *
 * Fewer measurements than features are the rule: the dual system has as many unknowns as there are measurements.
 *
 * @param measured whole students, `measured` being the loss that took the place of the predicted sum; unknown ids count
 *   as nothing.
 */
export function learnInteractions(
  measured: readonly MeasuredSet[],
  candidates: readonly Candidate[],
  { minLoss = 0 }: LearnOptions = {},
): LearnedLosses {
  const losses = new Map(candidates.map(({ id, qualityLoss }) => [id, Math.max(qualityLoss, minLoss)]));
  const features = featuresOf(measured, candidates, losses);
  const excess = measured.map(
    (set) => set.measured - [...new Set(set.chosen)].reduce((sum, id) => sum + (losses.get(id) ?? 0), 0),
  );
  const weights = boundedRidge(features, excess);
  let factor = 1;
  const own = new Map<string, number>();
  const interactions: Interaction[] = [];
  features.forEach(({ of }, at) => {
    if (of === 'all') factor += weights[at];
    else if (of.length === 1) own.set(of[0], weights[at]);
    else if (weights[at] !== 0) interactions.push({ ids: of, loss: weights[at] });
  });
  const total = new Set(candidates.flatMap(({ nodes }) => nodes)).size;
  return {
    factor,
    candidates: candidates.map((candidate) => {
      const loss = losses.get(candidate.id)!;
      const change = (factor - 1) * sharedLoss(candidate, loss, total) + (own.get(candidate.id) ?? 0);
      return { ...candidate, qualityLoss: Math.max(loss + change, minLoss) };
    }),
    interactions,
  };
}

/** The problem with losses as learned in place of its own. */
export function withLearned(
  problem: SearchProblem,
  { candidates, interactions }: LearnedLosses,
): SearchProblem {
  return { ...problem, candidates, interactions };
}

/** Ridge; weights under their bound are set to it and the others solved again, until all keep theirs. */
function boundedRidge(features: readonly Feature[], excess: readonly number[]): Float64Array {
  const weights = new Float64Array(features.length);
  const bound = new Set<number>();
  for (;;) {
    const free = features.flatMap((_, at) => (bound.has(at) ? [] : [at]));
    const left = excess.map((value, row) =>
      [...bound].reduce((rest, at) => rest - features[at].values[row] * weights[at], value),
    );
    const solved = ridgeWeights(
      free.map((at) => features[at]),
      left,
    );
    free.forEach((at, index) => {
      weights[at] = solved[index];
    });
    const under = free.filter((at) => weights[at] < features[at].atLeast);
    if (under.length === 0) return weights;
    for (const at of under) {
      weights[at] = features[at].atLeast;
      bound.add(at);
    }
  }
}

/** Dual: `w = V Fᵀ (F V Fᵀ + ridge)⁻¹ e`, V the prior variances, a row of F a measurement. */
function ridgeWeights(features: readonly Feature[], excess: readonly number[]): Float64Array {
  const count = excess.length;
  const kernel = new Float64Array(count * count);
  for (const { values, variance } of features) {
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < count; column++)
        kernel[row * count + column] += variance * values[row] * values[column];
    }
  }
  for (let row = 0; row < count; row++)
    kernel[row * count + row] += ridge * kernel[row * count + row] + 1e-15;
  const dual = solveSymmetric(kernel, count, Float64Array.from(excess), 0)!;
  return Float64Array.from(
    features,
    ({ values, variance }) => variance * values.reduce((sum, value, row) => sum + value * dual[row], 0),
  );
}
