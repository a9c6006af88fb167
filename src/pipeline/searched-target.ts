import type { TargetPlan } from '../config/plan.js';
import type { Graph } from '../onnx/graph.js';
import type { Chosen } from './choose/choose.js';
import type { MeasuredStudent } from './choose/measured-students.js';
import type { Lowering } from './costs/lowering.js';
import type { AloneLatency } from './costs/measure-latency.js';
import type { AloneQuality } from './quality/measure-quality.js';
import type { QualitySteps } from './result.js';

/** What a target may become: students that hold its budgets, before retraining. */
export interface SearchedTarget {
  readonly target: TargetPlan;
  /** To the precision in which the student is to be emitted. */
  readonly lowering: Lowering;
  readonly search: Chosen;
  /** Of the alternatives alone; empty where no budget limits latency. */
  readonly latencies: ReadonlyMap<string, AloneLatency>;
}

/** The student that a target is to have. */
export interface SelectedStudent {
  readonly choice: MeasuredStudent;
  /** Retrained. */
  readonly student: Graph;
  readonly steps: QualitySteps;
  /** Of the alternatives alone, as they were trained for the target that it was retrained for. */
  readonly qualities: ReadonlyMap<string, AloneQuality>;
}
