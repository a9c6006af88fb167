import type { SearchProblem } from './problem.js';
import { refuseNotFinite } from './refuse-not-finite.js';

/** The problem without the candidates that neither bring any requirement nearer nor gain quality: no answer needs them. */
export function worthwhile(problem: SearchProblem, minLoss: number): SearchProblem {
  refuseNotFinite(problem);
  const candidates = problem.candidates.filter(
    ({ delta, qualityLoss }) =>
      Math.max(qualityLoss, minLoss) < 0 || problem.requirements.some(({ metric }) => delta[metric] < 0),
  );
  return { ...problem, candidates };
}
