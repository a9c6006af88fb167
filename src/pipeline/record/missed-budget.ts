import { COSTS, isCost } from '../../config/metrics.js';
import { BespokeError } from '../../errors.js';
import { DEFAULT_BOUND } from '../quality/default-bound.js';
import type { MissedBudget } from '../result.js';

function amountOf(metric: string, value: number): string {
  if (metric === 'qualityDrop') return `${digits(value * 100)} points of 100`;
  if (!isCost(metric)) return digits(value);
  const { unit, counted } = COSTS[metric];
  return unit === 'time' ? `${digits(value)} ms` : `${value} ${counted ?? unit}`;
}

/**
 * A missed budget in words: model, target, metric, limit, and the best that was found. BUDGET_MISSED, or QUALITY_LOST
 * where nobody said how much quality may be lost.
 */
export function missedBudget({ model, target, metric, limit, value }: MissedBudget): BespokeError {
  if (metric === DEFAULT_BOUND) return useless(model, target, limit, value);
  return new BespokeError({
    code: 'BUDGET_MISSED',
    what: `no model meets the ${metric} budget of ${amountOf(metric, limit)}; the best one has ${amountOf(metric, value)}`,
    where: `model '${model}', target '${target}'`,
    next: "Raise the budget, add smaller networks to the pool, or raise effort. With onMiss: 'warn' the best one is emitted.",
  });
}

/** A model within its budgets that nobody would ship, QUALITY_LOST. */
const useless = (model: string, target: string, limit: number, value: number): BespokeError =>
  new BespokeError({
    code: 'QUALITY_LOST',
    what: `the best model within the budgets loses ${digits(100 * value)} of 100 (points, or % of the variance of the outputs), where ${digits(100 * limit)} are taken for the most that is of use`,
    where: `model '${model}', target '${target}'`,
    next: "Give it a larger budget, more effort, more samples or a pool. If you want such a model, say how much it may lose: budget: { qualityDrop: '40%' }; with onMiss: 'warn' it is emitted as it is.",
  });

/** Three significant digits, or all those before the point. */
const digits = (value: number): string =>
  Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
