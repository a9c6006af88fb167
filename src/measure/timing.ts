import type { Comparison } from './compare-latency.js';
import { median } from './median.js';

/** What counts of a comparison of two models. */
export interface Timing {
  /** Median of the candidate's time over the reference's: drift of the machine cancels. */
  readonly ratio: number;
  /** Median time of one run of each. */
  readonly medianMs: number;
  readonly referenceMs: number;
  /** Timed runs of the candidate. */
  readonly runs: number;
  /** The ratio as it was measured first, where it was measured again. */
  readonly firstRatio?: number;
}

/** The median of each figure; runs are those of all. */
export function medianTiming(timings: readonly Timing[]): Timing {
  const of = (figure: (timing: Timing) => number): number => rounded(median(timings.map(figure)));
  return {
    ratio: of(({ ratio }) => ratio),
    medianMs: of(({ medianMs }) => medianMs),
    referenceMs: of(({ referenceMs }) => referenceMs),
    runs: timings.reduce((sum, { runs }) => sum + runs, 0),
  };
}

const DIGITS = 5;

/**
 * Rounded well below the noise of measuring, so that what is written to a profile in digits is what was reckoned with
 * when it was measured.
 */
export const timingOf = ({ ratio, medianMs, referenceMs, runs }: Comparison): Timing => ({
  ratio: rounded(ratio),
  medianMs: rounded(medianMs),
  referenceMs: rounded(referenceMs),
  runs,
});

export const rounded = (value: number): number => Number(value.toPrecision(DIGITS));
