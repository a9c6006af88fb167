/** How two networks, or two sets of them, compare on the same samples. */
export interface Difference {
  /** Share of samples that the first gets right minus that of the second. */
  readonly value: number;
  readonly standardError: number;
}

/**
 * The paired difference: samples that both get right, or both wrong, add nothing to its error, so it is smaller than
 * that of two separate shares. With several networks a side (one a seed) their means are compared, and the scatter
 * between them is added to the error.
 *
 * @param ours, theirs 0 or 1 a sample for each network.
 */
export function pairedDifference(ours: readonly Uint8Array[], theirs: readonly Uint8Array[]): Difference {
  const count = ours[0].length;
  const differences = Float64Array.from(
    { length: count },
    (_, index) => meanAt(ours, index) - meanAt(theirs, index),
  );
  const ofSamples = variance(differences) / count;
  const ofSeeds = [ours, theirs].map((side) =>
    side.length < 2 ? 0 : variance(side.map(mean)) / side.length,
  );
  return { value: mean(differences), standardError: Math.sqrt(ofSamples + ofSeeds[0] + ofSeeds[1]) };
}

const meanAt = (side: readonly Uint8Array[], index: number): number =>
  side.reduce((sum, flags) => sum + flags[index], 0) / side.length;

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index];
  return sum / values.length;
}

/** Of the distribution that the values are drawn from. */
function variance(values: ArrayLike<number>): number {
  const middle = mean(values);
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += (values[index] - middle) ** 2;
  return sum / (values.length - 1);
}
