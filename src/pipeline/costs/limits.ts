import type { CostMetric, ExactMetric } from '../../config/metrics.js';
import type { BudgetPlan } from '../../config/plan.js';
import { macsOf, parametersOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';

/** What one model costs, as measured; size is that of the file. */
export type Costs = Readonly<Record<CostMetric, number>>;

/** Costs that are known without measuring: of a network, and of its file. */
export const exactCosts = (graph: Graph, fileBytes: number): Readonly<Record<ExactMetric, number>> => ({
  size: fileBytes,
  parameters: parametersOf(graph),
  macs: macsOf(graph),
});

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
