import { type Effort, effortPresets } from '../../config/effort.js';
import { segmentsOfHalvings } from '../retrain/halving-rungs.js';
import type { RetrainingEffort, RetrainingSchedule } from '../retrain/retraining-context.js';
import { only } from './effort-within.js';

/**
 * Times that all validation samples, or as many, are run after a segment: to judge the student, to measure statistics
 * of batch norm.
 */
const JUDGING = 2;
/** Retraining in billions of multiply-accumulates is a power of this, so that noise in the pace rarely changes it. */
const RETRAINING_STEP = 2 ** (1 / 8);
/** A million at most. */
const MOST_POWER = 160;
/** What is left for all that is not counted. */
const MARGIN = 0.9;

/** What is to be retrained. */
export interface RetrainingLoad {
  /** Students of each target. */
  readonly students: readonly number[];
  /** Those of all targets that differ. */
  readonly distinct: number;
  /** Seconds of the mean student for a sample, all that train at a time together. */
  readonly student: { readonly training: number; readonly running: number };
  /** Seconds of all networks whose answers students learn from, likewise. */
  readonly teachers: number;
  readonly validationSamples: number;
  /** The segments that an effort pays for. */
  schedule(effort: RetrainingEffort): RetrainingSchedule;
}

/**
 * The retraining that takes about what is left of a time.
 *
 * @param effort of the house
 */
export function retrainingWithin(
  seconds: number,
  given: readonly (keyof Effort)[],
  effort: Effort,
  load: RetrainingLoad,
): Effort {
  const fixed = only(given, effort);
  const { retrainEpochs } = effortPresets.thorough;
  const at = (power: number): Effort => ({
    ...effort,
    retrainEpochs,
    retrainGigaMacs: Number((RETRAINING_STEP ** power).toPrecision(3)),
    ...fixed,
  });
  let power = MOST_POWER;
  while (power > 0 && retrainingSeconds(at(power), load) > MARGIN * seconds) power--;
  const fitting = at(power);
  return load.schedule(fitting).segments > 0 ? fitting : { ...fitting, retrainGigaMacs: 0, ...fixed };
}

/** Estimated wall-clock of retraining. */
export function retrainingSeconds(effort: Effort, load: RetrainingLoad): number {
  const { segments, segmentSteps, sharesAnswers } = load.schedule(effort);
  const samples = segmentSteps * effort.batch;
  const taken = segmentsOfHalvings(load.students, load.distinct, segments);
  const { training, running } = load.student;
  const student = training * samples + running * JUDGING * load.validationSamples;
  const answered = sharesAnswers ? segments : taken;
  return taken * student + answered * load.teachers * samples;
}
