import { COSTS, isCost } from '../../config/metrics.js';
import { BespokeError } from '../../errors.js';
import type { MissedBudget } from '../result.js';

function amountOf(metric: string, value: number): string {
  if (metric === 'qualityDrop') return `${digits(value * 100)} points of 100`;
  if (!isCost(metric)) return digits(value);
  const { unit, counted } = COSTS[metric];
  return unit === 'time' ? `${digits(value)} ms` : `${value} ${counted ?? unit}`;
}

/** A missed budget in words, BUDGET_MISSED: model, target, metric, limit, and the best that was found. */
export function missedBudget({ model, target, metric, limit, value }: MissedBudget): BespokeError {
  return new BespokeError({
    code: 'BUDGET_MISSED',
    what: `no model meets the ${metric} budget of ${amountOf(metric, limit)}; the best one has ${amountOf(metric, value)}`,
    where: `model '${model}', target '${target}'`,
    next: "Raise the budget, add smaller networks to the pool, or raise effort. With onMiss: 'warn' the best one is emitted.",
  });
}

/** Three significant digits, or all those before the point. */
const digits = (value: number): string =>
  Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
