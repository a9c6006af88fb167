import type { ModelPlan } from '../config/plan.js';
import type { Alternative } from '../house/alternative.js';
import type { Graph } from '../onnx/graph.js';
import type { BlockError } from '../train/imitate/imitation-job.js';
import type { Lowering } from './costs/lowering.js';
import type { NormalMember } from './inputs/members.js';
import type { SampleSplit } from './inputs/sample-split.js';
import type { AloneQuality, Judge } from './quality/measure-quality.js';
import type { RetrainingContext } from './retrain/retraining-context.js';

/** An alternative that has learnt to imitate what it replaces. */
export interface TrainedAlternative {
  readonly alternative: Alternative;
  /** With trained weights, adapters and batch norm folded. */
  readonly graph: Graph;
  readonly digest: string;
  readonly nmse: BlockError;
}

/** Whether it stands for the whole teacher, so that alone it is a student. */
export const isForAll = ({ graph }: NormalMember, { replaces }: Pick<Alternative, 'replaces'>): boolean =>
  replaces.nodes.length === graph.nodes.length;

/** What all targets of a model share. */
export interface Trained {
  readonly model: ModelPlan;
  readonly teacher: NormalMember;
  /** Of the file that the user gave. */
  readonly teacherFileBytes: number;
  /** Teacher first. */
  readonly members: readonly NormalMember[];
  readonly train: SampleSplit;
  readonly retraining: RetrainingContext;
  readonly judge: Judge;
  /** Precision that students are measured in. */
  readonly lowering: Lowering;
  readonly alternatives: readonly TrainedAlternative[];
  readonly qualities: ReadonlyMap<string, AloneQuality>;
}
