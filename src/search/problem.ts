import type { CostMetric } from '../config/metrics.js';

/** What search knows of one alternative. Deltas are alternative minus original, negative is cheaper. */
export interface Candidate {
  readonly id: string;
  /** Indices of teacher nodes (topological) that it replaces; candidates are compatible when these are disjoint. */
  readonly nodes: readonly number[];
  readonly delta: Readonly<Record<CostMetric, number>>;
  /** Quality of the teacher minus quality with this alternative alone put in (iacc); may be negative. */
  readonly qualityLoss: number;
}

/** At most `limit` (ms, bytes, parameters, MACs). */
export interface Requirement {
  readonly metric: CostMetric;
  readonly limit: number;
}

export interface SearchProblem {
  /** Sorted by id. */
  readonly candidates: readonly Candidate[];
  /** Cost of the untouched teacher. */
  readonly teacher: Readonly<Record<CostMetric, number>>;
  readonly requirements: readonly Requirement[];
  /** At most this much predicted quality loss, when the target has a qualityDrop budget. */
  readonly maxQualityLoss?: number | undefined;
  /** Absent: the loss of a set is the sum of its candidates' losses. */
  readonly interactions?: readonly Interaction[] | undefined;
}

/**
 * What two candidates lose together beyond the sum of both alone. Negative: less than the sum, down to nothing at all
 * (it is not taken for less than minus the sum). Several for the same two add up; of candidates that overlap or are
 * unknown it says nothing.
 */
export interface Interaction {
  readonly ids: readonly [string, string];
  readonly loss: number;
}

export interface Assignment {
  /** Sorted candidate ids. */
  readonly chosen: readonly string[];
  readonly predicted: Readonly<Record<CostMetric, number>>;
  /** Predicted: the sum of the losses of the chosen and of their interactions. */
  readonly qualityLoss: number;
  /** Within every requirement and within `maxQualityLoss`. */
  readonly feasible: boolean;
  /** Proven by an exact search. */
  readonly optimal: boolean;
  /** How far, at most, the proven bound is below `qualityLoss`; 0 when optimal, undefined when nothing is proven. */
  readonly gap?: number | undefined;
}
