/** Mean and population variance of every channel (axis 1 of NCHW) of one tensor, over batch and space. */
export interface ChannelStatistics {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/**
 * Statistics of several equally large batches taken together: the mean of means, and the mean of variances plus the
 * variance of means (law of total variance).
 */
export function combineStatistics(batches: readonly ChannelStatistics[]): ChannelStatistics {
  const channels = batches[0]!.mean.length;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  for (const batch of batches)
    for (let c = 0; c < channels; c++) mean[c] = mean[c]! + batch.mean[c]! / batches.length;
  for (const batch of batches)
    for (let c = 0; c < channels; c++)
      variance[c] = variance[c]! + (batch.variance[c]! + (batch.mean[c]! - mean[c]!) ** 2) / batches.length;
  return { mean, variance };
}
