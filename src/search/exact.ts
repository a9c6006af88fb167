import { assignmentOf } from './assignment.js';
import { type Apart, ForbiddenSets } from './forbidden.js';
import { greedy } from './greedy.js';
import { improveBySwaps } from './improve-by-swaps.js';
import { lossScale } from './integer-program.js';
import { type PreparedProblem, prepare } from './prepared.js';
import type { Assignment, SearchProblem } from './problem.js';
import { type Solution, Solver } from './solver.js';
import { isBetter, standing } from './standing.js';
import { violation } from './violation.js';
import { worthwhile } from './worthwhile.js';

export interface ExactOptions {
  /** Losses are not taken for less than this: gains of single alternatives are mostly noise of the sample. */
  readonly minLoss?: number;
  /** Sets of candidate ids that may not be the answer, each exactly: give the answers so far for the next best. */
  readonly forbidden?: readonly (readonly string[])[];
  /** Sets of candidate ids from which the answer must differ by a share. */
  readonly apart?: Apart | undefined;
  /**
   * Branch-and-bound nodes until the best so far is taken, with its gap. A count, so that the answer depends on no
   * clock.
   */
  readonly maxNodes?: number;
}

/**
 * Minimises the quality loss, interactions included, under the requirements by integer programming (HiGHS): the proven
 * optimum (to 2e-6 of the largest loss, below which fewer and cheaper replacements decide). Without a feasible set, the
 * one with the smallest violation; when every set is forbidden, the teacher, infeasible. Holds its thread while it
 * solves.
 */
export async function searchExact(problem: SearchProblem, options: ExactOptions = {}): Promise<Assignment> {
  const { minLoss = 0, forbidden = [], apart, maxNodes = 20_000 } = options;
  const prepared = prepare(worthwhile(problem, minLoss), minLoss);
  const excluded = new ForbiddenSets(prepared, forbidden, apart);
  const teacher = assignmentOf(prepared, []);
  if (prepared.count === 0) {
    if (excluded.has([])) return { ...teacher, feasible: false };
    return { ...teacher, optimal: true, gap: 0 };
  }
  const solver = await Solver.open(prepared, excluded, maxNodes);
  const start = improveBySwaps(prepared, [], excluded);
  const canStart = violation(prepared, start) === 0 && !excluded.has(start);
  const within = solver.solveWithin({ minimise: 'loss' }, canStart ? start : undefined);
  if (within.chosen || !within.complete) return answer(prepared, excluded, within);

  const smallest = solver.solve({ minimise: 'violation' });
  if (!smallest.chosen && smallest.complete) return { ...teacher, feasible: false };
  if (!smallest.chosen) return answer(prepared, excluded, smallest);
  const violationAtMost = violation(prepared, smallest.chosen) * (1 + 1e-9) + 1e-9;
  const nearest = solver.solve({ minimise: 'loss', violationAtMost });
  return answer(prepared, excluded, {
    ...nearest,
    chosen: nearest.chosen ?? smallest.chosen,
    complete: nearest.complete && smallest.complete,
  });
}

function answer(
  prepared: PreparedProblem,
  excluded: ForbiddenSets,
  { chosen, complete, objective, bound }: Solution,
): Assignment {
  if (chosen && complete) return assignmentOf(prepared, chosen, { optimal: true, gap: 0 });
  const local = improveBySwaps(prepared, chosen ?? greedy(prepared, 0.1), excluded);
  if (!chosen && excluded.has(local)) return { ...assignmentOf(prepared, []), feasible: false };
  const useLocal = !chosen || isBetter(standing(prepared, local), standing(prepared, chosen));
  const gap =
    chosen && Number.isFinite(bound) ? Math.max(objective - bound, 0) / lossScale(prepared) : undefined;
  return assignmentOf(prepared, useLocal ? local : chosen, { optimal: false, gap });
}
