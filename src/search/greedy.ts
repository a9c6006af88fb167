import type { PreparedProblem } from './prepared.js';
import { paperScore } from './score.js';

/**
 * The paper's start: adds the compatible candidate with the best score until no addition improves it. Ties go to the
 * first.
 */
export function greedy(prepared: PreparedProblem, lambda: number): number[] {
  const chosen: number[] = [];
  let current = paperScore(prepared, chosen, lambda);
  for (;;) {
    let best = -1;
    let bestScore = current;
    for (let index = 0; index < prepared.count; index++) {
      if (!prepared.compatibility.fits(index, chosen)) continue;
      const score = paperScore(prepared, [...chosen, index], lambda);
      if (score > bestScore) [best, bestScore] = [index, score];
    }
    if (best < 0) return chosen;
    chosen.push(best);
    current = bestScore;
  }
}
