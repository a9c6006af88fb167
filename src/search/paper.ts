import type { Rng } from '../random.js';
import { assignmentOf } from './assignment.js';
import { greedy } from './greedy.js';
import { type PreparedProblem, prepare } from './prepared.js';
import type { Assignment, SearchProblem } from './problem.js';
import { paperScore } from './score.js';

export interface PaperOptions {
  /** Weight of quality beside the ratios, 0.1 in the paper. */
  readonly lambda?: number;
  /** 5,000 in the paper. */
  readonly iterations?: number;
  /** Temperature of the first iteration; it falls linearly to 0. The scores are near 1. */
  readonly temperature?: number;
  /** Losses are not taken for less than this; the paper takes gains as measured. */
  readonly minLoss?: number;
}

/**
 * The paper's search: greedy start, then simulated annealing. Returns the best set seen, which may miss a requirement.
 */
export function searchPaper(problem: SearchProblem, rng: Rng, options: PaperOptions = {}): Assignment {
  const { lambda = 0.1, iterations = 5000, temperature = 0.1, minLoss = Number.NEGATIVE_INFINITY } = options;
  const prepared = prepare(problem, minLoss);
  let current = greedy(prepared, lambda);
  let currentScore = paperScore(prepared, current, lambda);
  let best = current;
  let bestScore = currentScore;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = neighbour(prepared, current, rng);
    const score = paperScore(prepared, next, lambda);
    const heat = temperature * (1 - iteration / iterations);
    if (score >= currentScore || rng.next() < Math.exp((score - currentScore) / heat)) {
      [current, currentScore] = [next, score];
    }
    if (score > bestScore) [best, bestScore] = [next, score];
  }
  return assignmentOf(prepared, best);
}

/**
 * Shuffles, drops one, goes on dropping with probability 1/4, then adds random compatible candidates until none fits.
 */
function neighbour(prepared: PreparedProblem, current: readonly number[], rng: Rng): number[] {
  const next = [...current];
  rng.shuffle(next);
  next.pop();
  while (next.length > 0 && rng.next() < 0.25) next.pop();
  const others = Array.from({ length: prepared.count }, (_, index) => index);
  rng.shuffle(others);
  for (const index of others) if (prepared.compatibility.fits(index, next)) next.push(index);
  return next;
}
