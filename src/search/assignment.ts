import type { PreparedProblem } from './prepared.js';
import type { Assignment, CostMetric } from './problem.js';
import { qualityLossOf } from './quality-loss.js';
import { violation } from './violation.js';

const metrics: readonly CostMetric[] = ['latency', 'size', 'parameters', 'macs'];

/** The assignment that replaces by the candidates at these indices; costs are additive (see algorithm.md, step 2). */
export function assignmentOf(
  prepared: PreparedProblem,
  chosen: readonly number[],
  proven: { readonly optimal: boolean; readonly gap?: number | undefined } = { optimal: false },
): Assignment {
  const { candidates, teacher } = prepared.problem;
  const order = [...chosen].sort((a, b) => (candidates[a].id < candidates[b].id ? -1 : 1));
  const predicted = { ...teacher };
  for (const metric of metrics) {
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
