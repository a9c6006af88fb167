import type { FloatHistogram } from './float-histogram.js';
import type { Range } from './range.js';

/** Ranges that are tried on each side: shares of the largest distance from 0. */
const SHARES = Array.from({ length: 40 }, (_, index) => (40 - index) / 40);
const STEPS = 255;

/**
 * The range with the least expected squared error of 255 equal steps: the wider it is, the larger the rounding error
 * (step² / 12), the narrower, the more is clipped. Of equals the widest.
 */
export function chooseRange(histogram: FloatHistogram): Range {
  const { low, high, count } = histogram;
  const above = clippedError(histogram, 1, high);
  const below = clippedError(histogram, -1, -low);
  let best: Range & { readonly error: number } = { low, high, error: Number.POSITIVE_INFINITY };
  for (const [i, up] of SHARES.entries()) {
    for (const [j, down] of SHARES.entries()) {
      const range = { low: low * down, high: high * up };
      const step = (range.high - range.low) / STEPS;
      const error = above[i] + below[j] + (count * step * step) / 12;
      if (error < best.error) best = { ...range, error };
    }
  }
  return { low: best.low, high: best.high };
}

/** For each share of the largest distance: the summed squared distance of what lies beyond. */
function clippedError(histogram: FloatHistogram, sign: 1 | -1, largest: number): readonly number[] {
  const bins = histogram.side(sign);
  return SHARES.map((share) => {
    const limit = share * largest;
    return bins.reduce(
      (sum, { distance, count }) => (distance > limit ? sum + count * (distance - limit) ** 2 : sum),
      0,
    );
  });
}
