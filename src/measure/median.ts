/** The middle value, or the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle];
  return sorted.length === 0 ? Number.NaN : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Where the median of the distribution lies with a confidence of at least 95 %. */
export interface MedianInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * The interval between the k-th smallest and the k-th largest value, distribution-free: the number of values below
 * the true median is binomial(n, 1/2), and k is the largest with P(fewer than k) <= 2.5 %. Fewer than six values bound
 * nothing.
 * (Order-statistics interval, e.g. Conover, Practical Nonparametric Statistics, section 3.2.)
 */
export function medianInterval(values: readonly number[]): MedianInterval {
  const rank = intervalRank(values.length);
  if (rank === 0) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const sorted = Float64Array.from(values).sort();
  return { low: sorted[rank - 1], high: sorted[values.length - rank] };
}

function intervalRank(count: number): number {
  // 2^-n is no longer a number of full precision beyond; the normal approximation is exact enough there.
  if (count > 1000) return Math.floor(count / 2 - 0.98 * Math.sqrt(count));
  let probability = 2 ** -count;
  let below = 0;
  for (let rank = 0; ; rank++) {
    below += probability;
    if (below > 0.025) return rank;
    probability *= (count - rank) / (rank + 1);
  }
}
