import type { PreparedProblem } from './prepared.js';
import { qualityLossOf } from './quality-loss.js';

/**
 * The paper's score of a set of replacements, to be maximised (Lee and Moon, AAAI 2023, section on search):
 * `-(max(T(student) / target, 1) + lambda * sum(iacc(original) - iacc(alternative)))`. With several constraints the
 * first term is the sum of their ratios, so that none hides behind the worst one. Interactions, which the paper does
 * not know, count as lost iacc.
 */
export function paperScore(prepared: PreparedProblem, chosen: readonly number[], lambda: number): number {
  let ratios = 0;
  prepared.base.forEach((base, constraint) => {
    let used = base + prepared.pairStep[constraint] * prepared.pairLosses.sum(chosen);
    for (const index of chosen) used += prepared.step[constraint][index];
    ratios += Math.max(used, 1);
  });
  return -(ratios + lambda * qualityLossOf(prepared, chosen));
}
