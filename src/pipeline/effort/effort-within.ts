import { type Effort, effortPresets } from '../../config/effort.js';
import { macsOf } from '../../onnx/cost.js';
import { FIRST_SOLVE } from '../alternatives/rungs.js';
import type { FurtherRung } from '../alternatives/train-alternatives.js';

/** What a time of training alternatives buys on this machine. */
export interface Pace {
  /**
   * Billions of multiply-accumulates, counted forward only, that one process trains in a second while the others do.
   */
  readonly gigaMacsPerSecond: number;
  readonly workers: number;
}

/** Seconds of one process that least squares of an alternative take, while all processes are busy. */
export interface SolvingPace {
  /** Whatever the samples. */
  readonly fixed: number;
  /** More for each sample. */
  readonly sample: number;
  /** Samples that fit into memory. */
  readonly most: number;
}

/** What alternatives to this teacher take, as seen on some of them: seconds of one process while all are busy. */
export interface AlternativePace {
  /** To make all of a small house, in the main process: most are cuts of whole networks, which every house draws. */
  readonly making: number;
  /** Of a cut of a whole network, and of what is drawn: mostly blocks. */
  readonly solving: { readonly whole: SolvingPace; readonly drawn: SolvingPace };
  /** For each sample that the teacher with it is judged on. */
  readonly judgedSample: number;
  /** Whatever the samples. */
  readonly judging: number;
  /** To measure its latency wherever that is limited, while nothing else runs. */
  readonly latency: number;
  /** Cuts of whole networks in a house that offers all of them. */
  readonly wholeCuts: number;
}

/** What decides how long alternatives take, besides the effort. */
export interface HouseLoad {
  readonly alternative: AlternativePace;
  /** Samples that there are. */
  readonly trainSamples: number;
  readonly validationSamples: number;
}

/** Share of the time, after what has to be done in any case, for a house: most is for retraining. */
const HOUSE_SHARE = 0.35;
/**
 * 0 is 'quick', 1 'balanced', 2 'thorough'. Below, numbers go on to fall as from 'balanced' to 'quick': those of
 * samples down to -1, since few tell a good alternative from a bad one; from there on those of alternatives, and fewer
 * cuts of whole networks are offered. Training is not cut further: too little of it makes an alternative worse.
 */
const LEVELS = { least: -5, samples: -1, most: 2, step: 1 / 4 };
const SAMPLES: readonly (keyof Effort)[] = ['samples', 'solveSamples', 'qualitySamples'];
const TRAINING: readonly (keyof Effort)[] = ['steps', 'trainGigaMacs'];

const COUNTS = ['import', 'prune', 'shorten', 'decompose'] as const;
/** What is worth a second round. */
const LEAST_GROWTH = 1.25;

/**
 * What further rungs get at least, as a share of the time of the first: they are held to what is left, so that a house
 * need not be so small that there is time for all of them.
 */
const FURTHER_SHARE = 1 / 4;
/** Share of the alternatives that survive the first rung, where there is a second. */
const SURVIVORS = 0.37;
/** Share of its allowance that an alternative is trained for: most are small, or dominated, or not trained at all. */
const TRAINED_SHARE = 0.15;
/**
 * The effort whose alternatives take about their share of a time: the largest level between the presets that fits, or
 * the least level. How long retraining may take is decided later, see `retrainingWithin`. Targets do not
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
  while (level > LEVELS.least && plannedSeconds(at(level), pace, load) > HOUSE_SHARE * seconds)
    level -= LEVELS.step;
  return at(level);
}

/**
 * The effort of a house with more alternatives of the same kind, so that those there are stay, where these took less
 * time than was estimated; undefined where nothing worthwhile fits, or the numbers were given.
 *
 * @param seconds as for {@link houseWithin}
 * @param taken seconds that the alternatives of `effort` took
 */
export function houseGrown(
  { seconds, taken }: { readonly seconds: number; readonly taken: number },
  given: readonly (keyof Effort)[],
  effort: Effort,
  pace: Pace,
  load: HouseLoad,
): Effort | undefined {
  const { thorough } = effortPresets;
  const larger = (growth: number): Effort => {
    const counts = COUNTS.map((name) => [name, Math.min(thorough[name], Math.round(growth * effort[name]))]);
    const wholeCuts = Math.min(1, growth * effort.wholeCuts);
    return { ...effort, ...Object.fromEntries(counts), wholeCuts, ...only(given, effort) };
  };
  const inPractice = taken / plannedSeconds(effort, pace, load);
  const fits = (each: Effort): boolean =>
    inPractice * plannedSeconds(each, pace, load) <= HOUSE_SHARE * seconds;
  let grown: Effort | undefined;
  for (let growth = LEAST_GROWTH; growth <= 2 ** 6 && fits(larger(growth)); growth *= LEAST_GROWTH)
    grown = larger(growth);
  const isMore =
    grown !== undefined && [...COUNTS, 'wholeCuts' as const].some((name) => grown[name] > effort[name]);
  return isMore ? grown : undefined;
}

/** The effort of the smallest house that {@link houseWithin} gives. */
export const leastHouse = (given: readonly (keyof Effort)[], effort: Effort): Effort =>
  houseAt(LEVELS.least, given, effort);

const houseAt = (level: number, given: readonly (keyof Effort)[], effort: Effort): Effort => ({
  ...levelled(level),
  batch: effort.batch,
  ...only(given, effort),
});

/** Wall-clock of a house whose further rungs are held to the time that there is. */
export const plannedSeconds = (effort: Effort, pace: Pace, load: HouseLoad): number =>
  houseSeconds(effort, pace, load, FURTHER_SHARE);

/**
 * Estimated wall-clock of alternatives: training, judging and measuring them.
 * @param furtherShare how long further rungs take at most, as a share of what the first takes with all that is judged
 */
export function houseSeconds(
  effort: Effort,
  pace: Pace,
  load: HouseLoad,
  furtherShare = Number.POSITIVE_INFINITY,
): number {
  const { batch, trainGigaMacs } = effort;
  const solveSamples = Math.min(effort.solveSamples, load.trainSamples);
  const qualitySamples = Math.min(effort.qualitySamples, load.validationSamples);
  const { making, solving, judging, judgedSample, latency, wholeCuts } = load.alternative;
  const trained = (TRAINED_SHARE * trainGigaMacs) / pace.gigaMacsPerSecond;
  const judged = judging + judgedSample * qualitySamples;
  const each = ({ fixed, sample, most }: SolvingPace): number => {
    const solved = (samples: number): number => fixed + sample * samples;
    const all = Math.min(solveSamples, most);
    const first = Math.max(batch, FIRST_SOLVE * all);
    const once = (solved(first) + judged) / pace.workers + latency;
    const further = ((all > first ? SURVIVORS * solved(all) : 0) + trained) / pace.workers;
    return once + Math.min(further, furtherShare * once);
  };
  const drawn = effort.import + effort.prune + effort.shorten + effort.decompose;
  return making + drawn * each(solving.drawn) + wholeCuts * effort.wholeCuts * each(solving.whole);
}

/**
 * The rungs that can be trained and judged in what is left of the time of a house, by what solving each took in the
 * first rung: those that take the least.
 *
 * @param taken seconds that the house took so far
 * @param isWhole whether an alternative stands for the whole network
 */
export function rungsWithin(
  { seconds, taken }: { readonly seconds: number; readonly taken: number },
  rungs: readonly FurtherRung[],
  effort: Effort,
  pace: Pace,
  load: HouseLoad,
  isWhole: (rung: FurtherRung) => boolean,
): FurtherRung[] {
  const { solving, judging, judgedSample } = load.alternative;
  const judged = judging + judgedSample * Math.min(effort.qualitySamples, load.validationSamples);
  const secondsOf = (rung: FurtherRung): number => {
    const { solveSamples, steps } = rung.work;
    const { fixed, sample } = isWhole(rung) ? solving.whole : solving.drawn;
    const times =
      solveSamples > 0 ? (fixed + sample * solveSamples) / (fixed + sample * rung.solving.samples) : 0;
    const trained = (macsOf(rung.from) * steps * effort.batch) / 1e9 / pace.gigaMacsPerSecond;
    return times * rung.solving.seconds + trained + judged;
  };
  const bySeconds = rungs
    .map((rung) => ({ rung, needed: secondsOf(rung) }))
    .sort((a, b) => a.needed - b.needed);
  let left = (HOUSE_SHARE * seconds - taken) * pace.workers;
  const fitting = new Set<FurtherRung>();
  for (const { rung, needed } of bySeconds) {
    left -= needed;
    if (left < 0) break;
    fitting.add(rung);
  }
  return rungs.filter((rung) => fitting.has(rung));
}

export const only = (names: readonly (keyof Effort)[], effort: Effort): Partial<Effort> =>
  Object.fromEntries(names.map((name) => [name, effort[name]]));

function levelled(level: number): Effort {
  const { quick, balanced, thorough } = effortPresets;
  const between = (name: keyof Effort, at: number): number => {
    const [low, high, share] = at <= 1 ? [quick, balanced, at] : [balanced, thorough, at - 1];
    return low[name] * (high[name] / low[name]) ** share;
  };
  const counts = level < 0 ? Math.min(0, level - LEVELS.samples) : level;
  const numbers = (Object.keys(balanced) as (keyof Effort)[]).map((name) => {
    if (name === 'maxSpan') return [name, between(name, level)];
    if (name === 'wholeCuts') return [name, Math.min(1, 2 ** counts)];
    if (SAMPLES.includes(name)) return [name, Math.round(between(name, Math.max(LEVELS.samples, level)))];
    const at = TRAINING.includes(name) ? Math.max(0, level) : counts;
    if (name === 'trainGigaMacs') return [name, rootOfTwoPower(between(name, at))];
    return [name, Math.max(1, Math.round(between(name, at)))];
  });
  return Object.fromEntries(numbers) as unknown as Effort;
}

/** The largest power of √2 that is not larger, with three digits; 0 below one. */
export function rootOfTwoPower(value: number): number {
  if (value < 1) return 0;
  return Number((2 ** (Math.floor(2 * Math.log2(value) + 1e-9) / 2)).toPrecision(3));
}
