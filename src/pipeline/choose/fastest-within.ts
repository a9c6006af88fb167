import type { TargetPlan } from '../../config/plan.js';
import type { Assignment, Candidate } from '../../search/problem.js';
import { searchTask } from '../../search/search-task.js';
import { CostBias } from '../costs/cost-bias.js';
import type { Costs, Limit } from '../costs/limits.js';
import type { BuildSession } from '../session.js';

/**
 * Where only quality is limited: the lowest latency, in steps of a twentieth, whose predicted loss stays within the
 * budget.
 */
export async function fastestWithin(
  { plan, workers }: BuildSession,
  target: TargetPlan,
  teacher: Costs,
  candidates: readonly Candidate[],
): Promise<Limit[]> {
  const allowed = Math.min(...target.budgets.map(({ limit }) => limit));
  for (let twentieth = 1; twentieth < 20; twentieth++) {
    const limit = (teacher.latency * twentieth) / 20;
    const found = await workers.run<Assignment>(searchTask, {
      strategy: plan.search.strategy,
      problem: {
        candidates,
        teacher,
        requirements: new CostBias([{ metric: 'latency', limit }]).requirements(),
      },
      seed: plan.seed,
      labels: ['fastest', target.name, twentieth],
    });
    if (found.feasible && found.qualityLoss <= allowed) return [{ metric: 'latency', limit }];
  }
  return [{ metric: 'latency', limit: teacher.latency * 2 }];
}
