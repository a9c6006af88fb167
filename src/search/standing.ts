import type { PreparedProblem } from './prepared.js';
import { qualityLossOf } from './quality-loss.js';
import { rounding, violation } from './violation.js';

/** What decides between two sets of replacements, in this order; less is better. */
export interface Standing {
  readonly violation: number;
  readonly loss: number;
  /** Every replacement is a risk that an additive prediction does not see. */
  readonly count: number;
}

export function standing(prepared: PreparedProblem, chosen: readonly number[]): Standing {
  return {
    violation: violation(prepared, chosen),
    loss: qualityLossOf(prepared, chosen),
    count: chosen.length,
  };
}

export function isBetter(first: Standing, second: Standing): boolean {
  if (Math.abs(first.violation - second.violation) > rounding) return first.violation < second.violation;
  if (Math.abs(first.loss - second.loss) > rounding) return first.loss < second.loss;
  return first.count < second.count;
}
