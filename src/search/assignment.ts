import { COST_METRICS } from '../config/metrics.js';
import type { PreparedProblem } from './prepared.js';
import type { Assignment } from './problem.js';
import { qualityLossOf } from './quality-loss.js';
import { violation } from './violation.js';

/** The assignment that replaces by the candidates at these indices; costs are additive. */
export function assignmentOf(
  prepared: PreparedProblem,
  chosen: readonly number[],
  proven: { readonly optimal: boolean; readonly gap?: number | undefined } = { optimal: false },
): Assignment {
  const { candidates, teacher } = prepared.problem;
  const order = [...chosen].sort((a, b) => (candidates[a].id < candidates[b].id ? -1 : 1));
  const predicted = { ...teacher };
  for (const metric of COST_METRICS) {
    for (const index of order) predicted[metric] += candidates[index].delta[metric];
  }
  return {
    chosen: order.map((index) => candidates[index].id),
    predicted,
    qualityLoss: qualityLossOf(prepared, order),
    feasible: violation(prepared, order) === 0,
    optimal: proven.optimal,
    gap: proven.gap,
  };
}
