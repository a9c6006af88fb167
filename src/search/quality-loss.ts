import type { PreparedProblem } from './prepared.js';

/** Predicted quality loss of a set of candidates: the sum of theirs and of their interactions. */
export function qualityLossOf(prepared: PreparedProblem, chosen: readonly number[]): number {
  let loss = prepared.pairLosses.sum(chosen);
  for (const index of chosen) loss += prepared.loss[index];
  return loss;
}
