import { BespokeError } from '../errors.js';
import type { SearchProblem } from './problem.js';

/** @throws BespokeError SEARCH_NOT_FINITE naming the candidate and the metric. */
export function assertFinite(problem: SearchProblem): void {
  const { candidates, teacher, requirements, maxQualityLoss, interactions = [] } = problem;
  const refuse = (where: string, value: number) => {
    if (Number.isFinite(value)) return;
    throw new BespokeError({
      code: 'SEARCH_NOT_FINITE',
      what: 'a number that search needs is not finite',
      where,
      value: String(value),
      accepted: 'a finite number',
    });
  };
  if (maxQualityLoss !== undefined) refuse('maxQualityLoss', maxQualityLoss);
  for (const { metric, limit } of requirements) {
    refuse(`limit of ${metric}`, limit);
    refuse(`${metric} of the teacher`, teacher[metric]);
    for (const { id, delta } of candidates) refuse(`${metric} of ${id}`, delta[metric]);
  }
  for (const { id, qualityLoss } of candidates) refuse(`quality loss of ${id}`, qualityLoss);
  for (const { ids, loss } of interactions) refuse(`interaction of ${ids.join(' and ')}`, loss);
}
