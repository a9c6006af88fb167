import { assertFinite } from './assert-finite.js';
import { Compatibility } from './compatibility.js';
import { PairLosses } from './pair-losses.js';
import type { SearchProblem } from './problem.js';

/**
 * A problem in flat arrays, every requirement divided by its limit: a set of replacements is feasible when, for each
 * constraint r, `base[r] + sum(step[r][j]) + pairStep[r] * pairs <= 1`, where `pairs` is the loss of the interactions
 * within the set. The quality drop, when there is one, is the last constraint.
 */
export interface PreparedProblem {
  readonly problem: SearchProblem;
  readonly count: number;
  /** Share of the limit that the untouched teacher uses, by constraint. */
  readonly base: readonly number[];
  /** Share of the limit that a candidate adds, by constraint and candidate. */
  readonly step: readonly Float64Array[];
  /** Share of the limit that a unit of loss by interaction adds, by constraint: 0 for costs. */
  readonly pairStep: readonly number[];
  /** Quality loss by candidate, not less than `minLoss`. */
  readonly loss: Float64Array;
  readonly pairLosses: PairLosses;
  readonly compatibility: Compatibility;
}

/** A limit of 0 cannot be divided by: its constraint is then in the metric's own unit, shifted to a bound of 1. */
export function prepare(problem: SearchProblem, minLoss: number): PreparedProblem {
  assertFinite(problem);
  const { candidates, teacher, requirements, maxQualityLoss } = problem;
  const loss = Float64Array.from(candidates, (candidate) => Math.max(candidate.qualityLoss, minLoss));
  const base: number[] = [];
  const step: Float64Array[] = [];
  const pairStep: number[] = [];
  const constrain = (used: number, added: Float64Array, limit: number, isLoss: boolean) => {
    const unit = limit > 0 ? limit : 1;
    base.push((used - limit) / unit + 1);
    step.push(added.map((value) => value / unit));
    pairStep.push(isLoss ? 1 / unit : 0);
  };
  for (const { metric, limit } of requirements) {
    constrain(
      teacher[metric],
      Float64Array.from(candidates, ({ delta }) => delta[metric]),
      limit,
      false,
    );
  }
  if (maxQualityLoss !== undefined) constrain(0, loss, maxQualityLoss, true);
  const compatibility = new Compatibility(candidates);
  return {
    problem,
    count: candidates.length,
    base,
    step,
    pairStep,
    loss,
    pairLosses: new PairLosses(candidates, loss, compatibility, problem.interactions),
    compatibility,
  };
}
