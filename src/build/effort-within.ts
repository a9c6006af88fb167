import { effortPresets } from '../config/effort.js';
import type { Effort, WallClock } from '../config/plan.js';
import { STEP_PASSES } from '../train/step/step-passes.js';

/** What a time buys on this machine. */
export interface Pace {
  /** Billions of multiply-accumulates, counted forward only, that one process trains in a second while the others do. */
  readonly gigaMacsPerSecond: number;
  /** Of the teacher, for one sample. */
  readonly teacherGigaMacs: number;
  /** Of the pool, the teacher among them. */
  readonly members: number;
  readonly targets: number;
  /** Environments in which latency is limited. */
  readonly environments: number;
  readonly workers: number;
}

/** Share of the time for all that comes before the targets. */
const HOUSE_SHARE = 0.4;
/** 0 is 'quick', 1 'balanced', 2 'thorough'; below, numbers go on to fall as from 'balanced' to 'quick'. */
const LEVELS = { least: -2, most: 2, step: 1 / 4 };

/** As measured on CIFAR-10 (ResNet-56, 217 alternatives): alternatives that are made of each member besides those that are drawn. */
const ALWAYS_OF_MEMBER = 40;
/** Forward passes of the teacher, at the pace of training, that solving costs for each sample, and judging for each; fitted to what a whole 'balanced' house took there. */
const SOLVE_PASSES = 1.25;
const QUALITY_PASSES = 0.13;
/** Share of its allowance that an alternative is trained for: most are small, or dominated, or not trained at all. */
const TRAINED_SHARE = 0.15;
const LATENCY_SECONDS = 1.2;
/** Measuring whole students on one target. */
const TARGET_SECONDS = 60;
/** What a race costs in times of the course of a student half as large as the teacher: students drop out of it, and most are smaller. */
const RACE = 1.1;
/** Answering the students, all of them at once, costs the teachers about as much as one more student. */
const TEACHERS = 1;
/** What is left for all that is not counted. */
const MARGIN = 0.9;

/**
 * The effort that takes about `minutes`: the largest level between the presets at which the house takes at most its share, and retraining for
 * the rest. Numbers of multiply-accumulates are powers of √2, so that noise in the pace rarely changes them. Targets decide
 * about retraining alone: with one more of them the house stays as it is.
 *
 * @param effort holds the numbers that were given
 */
export function effortWithin({ minutes, given }: WallClock, effort: Effort, pace: Pace): Effort {
  const seconds = 60 * minutes;
  const fixed = Object.fromEntries(given.map((name) => [name, effort[name]])) as Partial<Effort>;
  const at = (level: number): Effort => ({ ...levelled(level), ...fixed });
  let level = LEVELS.most;
  while (level > LEVELS.least && houseSeconds(at(level), pace, 1) > HOUSE_SHARE * seconds)
    level -= LEVELS.step;
  const house = houseSeconds(at(level), pace, pace.environments);
  const left = Math.max(0, MARGIN * (seconds - house - TARGET_SECONDS * pace.targets));
  const courses = pace.targets + TEACHERS;
  const turns = courses / Math.min(courses, pace.workers);
  const retrainGigaMacs = rootOfTwoPower((left / turns / RACE) * STEP_PASSES * pace.gigaMacsPerSecond);
  return { ...at(level), retrainGigaMacs, retrainEpochs: effortPresets.thorough.retrainEpochs, ...fixed };
}

/** Estimated wall-clock of house, training and measuring of its alternatives. */
function houseSeconds(effort: Effort, pace: Pace, environments: number): number {
  const { imported, approximated, shortened, decomposed, solveSamples, qualitySamples, trainGigaMacs } =
    effort;
  const drawn = imported + approximated + shortened + decomposed;
  const alternatives = drawn + ALWAYS_OF_MEMBER * pace.members;
  const passes = SOLVE_PASSES * solveSamples + QUALITY_PASSES * qualitySamples;
  const gigaMacs = passes * pace.teacherGigaMacs + TRAINED_SHARE * trainGigaMacs;
  const training = gigaMacs / (pace.gigaMacsPerSecond * pace.workers);
  return alternatives * (training + LATENCY_SECONDS * environments);
}

function levelled(level: number): Effort {
  const { quick, balanced, thorough } = effortPresets;
  const [low, high, share] = level <= 1 ? [quick, balanced, level] : [balanced, thorough, level - 1];
  const between = (name: keyof Effort): number => low[name] * (high[name] / low[name]) ** share;
  const numbers = (Object.keys(balanced) as (keyof Effort)[]).map((name) => {
    if (name === 'maxSpan') return [name, between(name)];
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
