import type { TargetPlan } from '../../config/plan.js';
import type { Lowering } from '../costs/lowering.js';
import type { AloneLatency } from '../costs/measure-latency.js';
import type { Trained } from '../trained.js';
import type { Chosen } from './choose.js';

/** A target with the students that meet its budgets, before retraining. */
export interface SearchedTarget {
  readonly target: TargetPlan;
  /** With the alternatives that were made for its budgets. */
  readonly trained: Trained;
  /** To the precision in which the student is to be emitted. */
  readonly lowering: Lowering;
  readonly search: Chosen;
  /** Of the alternatives alone; empty where no budget limits latency. */
  readonly latencies: ReadonlyMap<string, AloneLatency>;
}
