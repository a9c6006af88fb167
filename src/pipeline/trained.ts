import type { ModelPlan } from '../config/plan.js';
import type { Member } from '../house/alternative.js';
import type { Lowering } from './costs/lowering.js';
import type { NormalMember } from './inputs/members.js';
import type { SampleSplit } from './inputs/sample-split.js';
import type { Judge } from './quality/judge.js';
import type { AloneQuality } from './quality/measure-quality.js';
import type { TrainedAlternative } from './trained-alternative.js';

/** What all targets of a model share. */
export interface Trained {
  readonly model: ModelPlan;
  readonly teacher: NormalMember;
  /** Of the file that the user gave. */
  readonly teacherFileBytes: number;
  /** Teacher first. */
  readonly members: readonly NormalMember[];
  /** The same with what was measured of them, for making alternatives. */
  readonly measured: readonly Member[];
  readonly train: SampleSplit;
  readonly judge: Judge;
  /** Precision that students are measured in. */
  readonly lowering: Lowering;
  readonly alternatives: readonly TrainedAlternative[];
  readonly qualities: ReadonlyMap<string, AloneQuality>;
}
