import type { CostMetric } from '../config/metrics.js';
import { assignmentOf } from './assignment.js';
import type { ExactOptions } from './exact.js';
import { ForbiddenSets } from './forbidden.js';
import { prepare } from './prepared.js';
import type { Assignment, SearchProblem } from './problem.js';
import { Solver } from './solver.js';

/**
 * The set with the least of one cost within the requirements and the quality drop, whatever it loses beside them;
 * exact. `optimal` says that no set costs less, not that none of the same cost loses less. Undefined when no set is
 * within the limits, or none was found in `maxNodes`.
 */
export async function searchCheapest(
  problem: SearchProblem,
  metric: CostMetric,
  { minLoss = 0, forbidden = [], apart, maxNodes = 20_000 }: ExactOptions = {},
): Promise<Assignment | undefined> {
  const prepared = prepare(problem, minLoss);
  const excluded = new ForbiddenSets(prepared, forbidden, apart);
  if (prepared.count === 0) {
    const teacher = assignmentOf(prepared, []);
    return teacher.feasible && !excluded.has([]) ? { ...teacher, optimal: true } : undefined;
  }
  const solver = await Solver.open(prepared, excluded, maxNodes);
  const { chosen, complete } = solver.solveWithin({ minimise: 'cost', metric });
  return chosen && assignmentOf(prepared, chosen, { optimal: complete });
}
