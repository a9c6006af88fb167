import type { PreparedProblem } from './prepared.js';

/** Sums of the same terms in another order differ by this much; it is no violation. */
export const rounding = 1e-9;

/** By how much the limits are passed, as shares of each limit, summed over the constraints; 0 is feasible. */
export function violation(prepared: PreparedProblem, chosen: readonly number[]): number {
  let sum = 0;
  prepared.base.forEach((base, constraint) => {
    let used = base;
    const pairStep = prepared.pairStep[constraint];
    if (pairStep !== 0) used += pairStep * prepared.pairLosses.sum(chosen);
    for (const index of chosen) used += prepared.step[constraint][index];
    if (used > 1 + rounding) sum += used - 1;
  });
  return sum;
}
