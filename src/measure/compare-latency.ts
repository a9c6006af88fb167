import { type MedianInterval, median, medianInterval } from './median.js';

export interface LatencyOptions {
  readonly warmUpRuns: number;
  /** Timings of each side; one timing covers as many runs as {@link LatencyOptions.timingMs} needs. */
  readonly minTimings: number;
  readonly maxTimings: number;
  /** Wall-clock cap for one comparison. */
  readonly maxSeconds: number;
  /** Stop when the 95 % interval of both medians is narrower than this share of the median. */
  readonly interval: number;
  /** A timing lasts at least about this long, so that the clock and single interruptions do not matter. */
  readonly timingMs: number;
}

export const DEFAULT_LATENCY_OPTIONS: LatencyOptions = {
  warmUpRuns: 10,
  minTimings: 20,
  maxTimings: 400,
  maxSeconds: 1.2,
  interval: 0.05,
  timingMs: 0.3,
};

export interface Comparison {
  /** Median time of one run of the candidate, and its 95 % interval. */
  readonly medianMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  /** Median time of one run of the reference, measured between the candidate's runs. */
  readonly referenceMs: number;
  readonly referenceLowMs: number;
  readonly referenceHighMs: number;
  /** Median of candidate time over the reference time just before: drift of the machine cancels. */
  readonly ratio: number;
  readonly ratioLow: number;
  readonly ratioHigh: number;
  /** Timed runs of the candidate. */
  readonly runs: number;
  /** Whether the intervals became narrow enough before a cap was reached. */
  readonly converged: boolean;
}

/** A model that is open and ready to be timed. */
export interface TimedModel {
  /** One inference of one sample, input and output transfer included, as an app would do it. */
  run(): Promise<unknown>;
  close(): Promise<void>;
}

type Run = () => Promise<unknown>;

/** What a comparison sees of the machine. */
export interface LatencyClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** How often this process had to give way to another so far; 0 where the system does not count it. */
  preemptions(): number;
}

/** A timing in which another process took the processor is taken again, this often. */
const RETAKES = 3;

/**
 * Times two models in turn, a few runs of one, a few of the other, which of them first changing every time. Each timing
 * comes after one run that brings the model back into the processor's caches, but for slow models: what caches hold is
 * little of what these read.
 */
export async function compareLatency(
  reference: Run,
  candidate: Run,
  options: LatencyOptions,
  clock: LatencyClock,
): Promise<Comparison> {
  const start = clock.now();
  const pace = {
    reference: await warmUp(reference, options, clock),
    candidate: await warmUp(candidate, options, clock),
  };
  const references: number[] = [];
  const candidates: number[] = [];
  let converged = false;
  while (!converged && candidates.length < options.maxTimings) {
    const sides = [
      async () => references.push(await undisturbed(reference, pace.reference, clock)),
      async () => candidates.push(await undisturbed(candidate, pace.candidate, clock)),
    ];
    for (const side of candidates.length % 2 === 0 ? sides : sides.reverse()) await side();
    if (candidates.length < options.minTimings) {
      // A cap is a cap, but six timings are the least that bound a median.
      if (candidates.length >= 6 && clock.now() - start > 3000 * options.maxSeconds) break;
      continue;
    }
    if (candidates.length % 5 === 0)
      converged = isNarrow(references, options.interval) && isNarrow(candidates, options.interval);
    if (clock.now() - start > 1000 * options.maxSeconds) break;
  }
  return summary(references, candidates, pace.candidate.repeats, converged);
}

/** A slow model is warm after fewer runs: this many in so many milliseconds are enough. */
const FEW_RUNS = 2;
const LONG_MS = 250;
/** Runs of a slow model take longer than this. */
const SLOW_MS = 20;

/** How a model is timed. */
interface Pace {
  /** Runs of one timing. */
  readonly repeats: number;
  readonly isSlow: boolean;
}

/** Runs the model until it is warm. */
async function warmUp(run: Run, options: LatencyOptions, clock: LatencyClock): Promise<Pace> {
  const times: number[] = [];
  const start = clock.now();
  for (let index = 0; index < options.warmUpRuns; index++) {
    const isSlow = (times.at(-1) ?? 0) > SLOW_MS;
    times.push(await time(run, { repeats: 1, isSlow }, clock));
    if (times.length >= FEW_RUNS && clock.now() - start >= LONG_MS) break;
  }
  const typicalMs = median(times.slice(times.length >> 1));
  const repeats = Math.max(1, Math.min(1000, Math.ceil(options.timingMs / typicalMs) || 1));
  return { repeats, isSlow: typicalMs > SLOW_MS };
}

async function undisturbed(run: Run, pace: Pace, clock: LatencyClock): Promise<number> {
  const times: number[] = [];
  for (let take = 0; take <= RETAKES; take++) {
    const before = clock.preemptions();
    times.push(await time(run, pace, clock));
    if (clock.preemptions() === before) return times[take];
  }
  return median(times);
}

async function time(run: Run, { repeats, isSlow }: Pace, clock: LatencyClock): Promise<number> {
  if (!isSlow) await run();
  const start = clock.now();
  for (let index = 0; index < repeats; index++) await run();
  return (clock.now() - start) / repeats;
}

function isNarrow(times: readonly number[], share: number): boolean {
  const { low, high } = medianInterval(times);
  return high - low < share * median(times);
}

function summary(
  references: readonly number[],
  candidates: readonly number[],
  repeats: number,
  converged: boolean,
): Comparison {
  const own: MedianInterval = medianInterval(candidates);
  const other: MedianInterval = medianInterval(references);
  const ratios = candidates.map((ms, index) => ms / references[index]);
  const share: MedianInterval = medianInterval(ratios);
  return {
    medianMs: median(candidates),
    lowMs: own.low,
    highMs: own.high,
    referenceMs: median(references),
    referenceLowMs: other.low,
    referenceHighMs: other.high,
    ratio: median(ratios),
    ratioLow: share.low,
    ratioHigh: share.high,
    runs: candidates.length * repeats,
    converged,
  };
}
