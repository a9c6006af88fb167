import { BespokeError } from '../../errors.js';
import type { MissedBudget } from '../result.js';

const units: Readonly<Record<string, (value: number) => string>> = {
  latency: (value) => `${digits(value)} ms`,
  size: (value) => `${value} bytes`,
  qualityDrop: (value) => `${digits(value * 100)} points of 100`,
  parameters: (value) => `${value} parameters`,
  macs: (value) => `${value} multiply-accumulates`,
};

/** A missed budget in words, BUDGET_MISSED: model, target, metric, limit, and the best that was found. */
export function missedBudget({ model, target, metric, limit, value }: MissedBudget): BespokeError {
  const show = Object.hasOwn(units, metric) ? units[metric]! : digits;
  return new BespokeError({
    code: 'BUDGET_MISSED',
    what: `no model meets the ${metric} budget of ${show(limit)}; the best that was found has ${show(value)}`,
    where: `model '${model}', target '${target}'`,
    next: "Raise the budget, add smaller networks to the pool, or raise effort; onMiss: 'warn' emits the best.",
  });
}

/** Three significant digits, or all those before the point. */
const digits = (value: number): string =>
  Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
