import { type ExactOptions, searchExact } from './exact.js';
import type { Weighing } from './forbidden.js';
import type { Assignment, SearchProblem } from './problem.js';

export interface SeveralOptions extends Omit<ExactOptions, 'apart'> {
  /**
   * Least Jaccard distance of any two answers, 0 to 1; default 0.3. With 0 they are the best, second best and so on.
   */
  readonly distance?: number;
  /** What the distance counts: replacements, or the teacher nodes that they replace. Default 'ids'. */
  readonly by?: Weighing;
}

/**
 * The best assignment, then again and again the best that is at least `distance` away from all before it: by exact
 * search, so losses only rise. Ends early when no further one is within the limits; without any that is, the nearest
 * one alone.
 */
export async function searchSeveral(
  problem: SearchProblem,
  count: number,
  options: SeveralOptions = {},
): Promise<readonly Assignment[]> {
  const { distance = 0.3, by = 'ids', forbidden = [], ...exact } = options;
  const found: Assignment[] = [];
  while (found.length < count) {
    const from = found.map(({ chosen }) => chosen);
    const next = await searchExact(problem, {
      ...exact,
      forbidden: [...forbidden, ...from],
      apart: { from, distance, by },
    });
    if (!next.feasible && found.length > 0) break;
    found.push(next);
    if (!next.feasible) break;
  }
  return found;
}
