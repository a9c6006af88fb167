import type { Effort } from '../../config/effort.js';
import { effortPresets } from '../../config/effort.js';
import { FIRST_SOLVE } from '../alternatives/rungs.js';
import { segmentsOfHalvings } from '../retrain/halving-rungs.js';
import {
  MOST_THREADS,
  type RetrainingEffort,
  type RetrainingSchedule,
} from '../retrain/retraining-context.js';

/** What a time buys on this machine. */
export interface Pace {
  /**
   * Billions of multiply-accumulates, counted forward only, that one process trains in a second while the others do.
   */
  readonly gigaMacsPerSecond: number;
  readonly workers: number;
}

/** What alternatives to this teacher take, as seen on some of them: seconds of one process while all are busy. */
export interface AlternativePace {
  /** To make all of a small house, in the main process: most are cuts of whole networks, which every house draws. */
  readonly making: number;
  /** Least squares and judging of a block, whatever the samples. */
  readonly solving: number;
  /** More for each sample that it is solved on. */
  readonly solvedSample: number;
  /** For each sample that the teacher with it is judged on. */
  readonly judgedSample: number;
}

/** What decides how long alternatives take, besides the effort. */
export interface HouseLoad {
  readonly alternative: AlternativePace;
  /** Of the pool, the teacher among them. */
  readonly members: number;
  /** Environments in which latency is limited. */
  readonly environments: number;
}

/** Share of the time, after what has to be done in any case, for a house. */
const HOUSE_SHARE = 0.4;
/**
 * 0 is 'quick', 1 'balanced', 2 'thorough'; below, numbers go on to fall as from 'balanced' to 'quick', and fewer cuts
 * of whole networks are offered.
 */
const LEVELS = { least: -4, most: 2, step: 1 / 4 };

/** As measured on CIFAR-10 (ResNet-56, 217 alternatives): cuts of each whole network, the teacher among them. */
const WHOLE_CUTS = 40;
/** Share of the alternatives that survive the first rung, where there is a second. */
const SURVIVORS = 0.37;
/** Share of its allowance that an alternative is trained for: most are small, or dominated, or not trained at all. */
const TRAINED_SHARE = 0.15;
const LATENCY_SECONDS = 0.7;
/**
 * Multiply-accumulates of inference take so much less time than those of a whole training step, counted forward only.
 */
const INFERENCE = 1 / 4;
/**
 * Times that all validation samples, or as many, are run after a segment: to judge the student, to measure statistics
 * of batch norm.
 */
const JUDGING = 2;
/**
 * What one more thread of a student is worth, beside a worker with a student of its own; one student on two threads
 * took 33 s where 51 were counted for one.
 */
const THREADED = 0.55;
/** Of √2: retraining in billions of multiply-accumulates is one of its powers, a million at most. */
const MOST_POWER = 40;
/** What is left for all that is not counted. */
const MARGIN = 0.9;

/**
 * The effort whose alternatives take about their share of a time: the largest level between the presets that fits, or
 * the least level. How long retraining may take is decided later, see {@link retrainingWithin}. Targets do not
 * influence this.
 *
 * @param effort holds the numbers that were given, and the batch
 */
export function houseWithin(
  seconds: number,
  given: readonly (keyof Effort)[],
  effort: Effort,
  pace: Pace,
  load: HouseLoad,
): Effort {
  const at = (level: number): Effort => houseAt(level, given, effort);
  let level = LEVELS.most;
  while (level > LEVELS.least && houseSeconds(at(level), pace, load) > HOUSE_SHARE * seconds)
    level -= LEVELS.step;
  return at(level);
}

/** The effort of the smallest house that {@link houseWithin} gives. */
export const leastHouse = (given: readonly (keyof Effort)[], effort: Effort): Effort =>
  houseAt(LEVELS.least, given, effort);

const houseAt = (level: number, given: readonly (keyof Effort)[], effort: Effort): Effort => ({
  ...levelled(level),
  batch: effort.batch,
  ...only(given, effort),
});

/** Estimated wall-clock of alternatives: training, judging and measuring them. */
export function houseSeconds(effort: Effort, pace: Pace, load: HouseLoad): number {
  const { batch, solveSamples, qualitySamples, trainGigaMacs } = effort;
  const alternatives =
    effort.import +
    effort.prune +
    effort.shorten +
    effort.decompose +
    WHOLE_CUTS * effort.wholeCuts * load.members;
  const { making, solving, solvedSample, judgedSample } = load.alternative;
  const first = Math.max(batch, FIRST_SOLVE * solveSamples);
  const solved = (samples: number): number => solving + solvedSample * samples;
  const further = solveSamples > first ? SURVIVORS * solved(solveSamples) : 0;
  const trained = (TRAINED_SHARE * trainGigaMacs) / pace.gigaMacsPerSecond;
  const inWorkers = solved(first) + further + judgedSample * qualitySamples + trained;
  return making + alternatives * (inWorkers / pace.workers + LATENCY_SECONDS * load.environments);
}

/** What is to be retrained. */
export interface RetrainingLoad {
  /** Students of each target. */
  readonly students: readonly number[];
  /** Those of all targets that differ. */
  readonly distinct: number;
  /** Mean of the students. */
  readonly gigaMacs: number;
  /** All networks whose answers students learn from. */
  readonly teachersGigaMacs: number;
  readonly validationSamples: number;
  /** The segments that an effort pays for. */
  schedule(effort: RetrainingEffort): RetrainingSchedule;
}

/**
 * The retraining that takes about what is left of a time. Numbers of multiply-accumulates are powers of √2, so that
 * noise in the pace rarely changes them.
 *
 * @param effort of the house
 */
export function retrainingWithin(
  seconds: number,
  given: readonly (keyof Effort)[],
  effort: Effort,
  pace: Pace,
  load: RetrainingLoad,
): Effort {
  const fixed = only(given, effort);
  const { retrainEpochs } = effortPresets.thorough;
  const at = (power: number): Effort => ({
    ...effort,
    retrainEpochs,
    retrainGigaMacs: rootOfTwoPower(2 ** (power / 2)),
    ...fixed,
  });
  let power = MOST_POWER;
  while (power > 0 && retrainingSeconds(at(power), pace, load) > MARGIN * seconds) power--;
  const fitting = at(power);
  return load.schedule(fitting).segments > 0 ? fitting : { ...fitting, retrainGigaMacs: 0, ...fixed };
}

/** Estimated wall-clock of retraining. */
export function retrainingSeconds(effort: Effort, pace: Pace, load: RetrainingLoad): number {
  const { segments, segmentSteps } = load.schedule(effort);
  const samples = segmentSteps * effort.batch;
  const taken = segmentsOfHalvings(load.students, load.distinct, segments);
  const student = load.gigaMacs * (samples + INFERENCE * JUDGING * load.validationSamples);
  const teachers = load.teachersGigaMacs * INFERENCE * samples;
  const targets = load.students.length;
  const threads = Math.max(0, Math.min(pace.workers, MOST_THREADS * targets) - targets);
  const cores = Math.min(pace.workers, targets) + THREADED * threads;
  return (taken * student + segments * teachers) / (pace.gigaMacsPerSecond * cores);
}

const only = (names: readonly (keyof Effort)[], effort: Effort): Partial<Effort> =>
  Object.fromEntries(names.map((name) => [name, effort[name]]));

function levelled(level: number): Effort {
  const { quick, balanced, thorough } = effortPresets;
  const [low, high, share] = level <= 1 ? [quick, balanced, level] : [balanced, thorough, level - 1];
  const between = (name: keyof Effort): number => low[name] * (high[name] / low[name]) ** share;
  const numbers = (Object.keys(balanced) as (keyof Effort)[]).map((name) => {
    if (name === 'maxSpan') return [name, between(name)];
    if (name === 'wholeCuts') return [name, Math.min(1, 2 ** level)];
    if (name === 'trainGigaMacs') return [name, rootOfTwoPower(between(name))];
    return [name, Math.max(1, Math.round(between(name)))];
  });
  return Object.fromEntries(numbers) as unknown as Effort;
}

/** The largest power of √2 that is not larger, with three digits; 0 below one. */
export function rootOfTwoPower(value: number): number {
  if (value < 1) return 0;
  return Number((2 ** (Math.floor(2 * Math.log2(value) + 1e-9) / 2)).toPrecision(3));
}
