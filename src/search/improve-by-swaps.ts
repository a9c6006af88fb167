import type { ForbiddenSets } from './forbidden.js';
import type { PreparedProblem } from './prepared.js';
import { isBetter, standing } from './standing.js';

/** Far more than any search takes; rounding could otherwise make it go in a circle. */
const maxPasses = 1000;

/**
 * Local search: as long as dropping at most one and adding at most one (in place of all that it overlaps) is better,
 * does so.
 */
export function improveBySwaps(
  prepared: PreparedProblem,
  start: readonly number[],
  excluded: ForbiddenSets,
): readonly number[] {
  let best = start;
  let at = standing(prepared, best);
  for (let pass = 0; pass < maxPasses; pass++) {
    const from = best;
    for (const dropped of [-1, ...from]) {
      const kept = from.filter((index) => index !== dropped);
      for (let added = -1; added < prepared.count; added++) {
        if (from.includes(added)) continue;
        const next =
          added < 0
            ? kept
            : [...kept.filter((index) => !prepared.compatibility.conflict(index, added)), added];
        const there = standing(prepared, next);
        if (isBetter(there, at) && !excluded.has(next)) [best, at] = [next, there];
      }
    }
    if (best === from) break;
  }
  return best;
}
