import type { BudgetPlan } from '../../config/plan.js';
import type { CostMetric } from '../../search/problem.js';

/** What one model costs, as measured; size is that of the file. */
export type Costs = Readonly<Record<CostMetric, number>>;

/** A budget on a cost as an absolute limit. */
export interface Limit {
  readonly metric: CostMetric;
  readonly limit: number;
}

/** The cost budgets of a target, percentages taken of the teacher; several on one metric leave the smallest. */
export function costLimits(budgets: readonly BudgetPlan[], teacher: Costs): Limit[] {
  const limits = new Map<CostMetric, number>();
  for (const { metric, limit, unit } of budgets) {
    if (metric === 'qualityDrop') continue;
    const absolute = unit === 'ratio' ? limit * teacher[metric] : limit;
    limits.set(metric, Math.min(limits.get(metric) ?? Number.POSITIVE_INFINITY, absolute));
  }
  return [...limits].map(([metric, limit]) => ({ metric, limit }));
}
