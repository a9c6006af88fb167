import type { Problem } from '../errors.js';
import { amountOf, BYTE_FACTORS, factorOf } from './amount.js';
import type { BudgetConfig } from './gen/config-schema.js';
import { type BudgetMetric, COST_METRICS, COSTS, type CostMetric } from './metrics.js';
import type { BudgetPlan } from './plan.js';

/** How a value of each unit is written. */
const units: Readonly<Record<(typeof COSTS)[CostMetric]['unit'], Units>> = {
  time: {
    factors: { us: 1e-3, µs: 1e-3, ms: 1, s: 1e3 },
    accepted: "a time with a unit ('8ms', '1.2s', '300us') or a share of the teacher's ('50%')",
  },
  bytes: {
    factors: BYTE_FACTORS,
    accepted: "a size with a unit ('400KB', '1.5MB', '1MiB') or a share of the teacher's ('50%')",
  },
  count: {
    factors: { '': 1, k: 1e3, m: 1e6, g: 1e9, b: 1e9 },
    accepted: "a number (200000, '200k', '1.5M', '1.2G') or a share of the teacher's ('50%')",
  },
};

interface Units {
  /** What one of the unit is in ms, bytes or counts; '' is a bare number. */
  readonly factors: Readonly<Record<string, number>>;
  readonly accepted: string;
}

const metrics: readonly BudgetMetric[] = [...COST_METRICS, 'qualityDrop' as const].sort();

/** The budgets of a target, sorted by metric; what is wrong with them is added to `problems`. */
export function budgetsOf(config: BudgetConfig, where: string, problems: Problem[]): BudgetPlan[] {
  const budgets: BudgetPlan[] = [];
  for (const metric of metrics) {
    const value = config[metric];
    if (value === undefined) continue;
    const parsed = metric === 'qualityDrop' ? qualityDrop(value) : limitOf(metric, value);
    if ('what' in parsed)
      problems.push({ code: 'CONFIG_BUDGET', where: `${where}.${metric}`, value, ...parsed });
    else budgets.push({ metric, ...parsed, text: String(value) });
  }
  return budgets;
}

type Parsed = Pick<BudgetPlan, 'limit' | 'unit'> | Pick<Problem, 'what' | 'accepted' | 'next'>;

function limitOf(metric: CostMetric, value: number | string): Parsed {
  const { factors, accepted } = units[COSTS[metric].unit];
  const { amount, unit } = amountOf(value);
  if (amount === undefined) return { what: `not a ${metric} budget`, accepted };
  if (amount <= 0) return { what: 'a budget must be above 0', accepted };
  if (unit === '%') {
    if (amount <= 100) return { limit: amount / 100, unit: 'ratio' };
    return {
      what: "a budget above 100% of the teacher's limits nothing",
      accepted,
      next: 'The teacher itself costs 100%: lower the budget or leave it out.',
    };
  }
  const factor = factorOf(factors, unit);
  if (factor !== undefined) return { limit: tidy(amount * factor), unit: 'absolute' };
  const what = unit === '' ? `a ${metric} budget needs a unit` : `unknown unit '${unit}'`;
  return { what, accepted };
}

function qualityDrop(value: number | string): Parsed {
  const accepted = "a number from 0 to 1 (0.01), or the same as a percentage ('1%')";
  const { amount, unit } = amountOf(value);
  if (amount === undefined || (unit !== '' && unit !== '%'))
    return { what: 'not a qualityDrop budget', accepted };
  const limit = unit === '%' ? tidy(amount / 100) : amount;
  if (limit >= 0 && limit <= 1) return { limit, unit: 'absolute' };
  const next = limit > 1 && unit === '' ? `For ${amount} points of 100 write '${amount}%'.` : undefined;
  return { what: 'out of range', accepted, next };
}

/** Takes away what decimal fractions leave behind: 1.1 * 1e6 is 1100000.0000000002. */
const tidy = (value: number): number => Number(value.toPrecision(12));
