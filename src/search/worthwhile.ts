import { assertFinite } from './assert-finite.js';
import type { SearchProblem } from './problem.js';

/**
 * The problem without the candidates that neither bring any requirement nearer nor gain quality, alone or together with
 * another: no answer needs them.
 */
export function worthwhile(problem: SearchProblem, minLoss: number): SearchProblem {
  assertFinite(problem);
  const gaining = new Set(
    (problem.interactions ?? []).filter(({ loss }) => loss < 0).flatMap(({ ids }) => ids),
  );
  const candidates = problem.candidates.filter(
    ({ id, delta, qualityLoss }) =>
      Math.max(qualityLoss, minLoss) < 0 ||
      gaining.has(id) ||
      problem.requirements.some(({ metric }) => delta[metric] < 0),
  );
  return { ...problem, candidates };
}
