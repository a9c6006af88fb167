import type { LatencyFeatures } from './latency-features.js';
import { nonNegativeLeastSquares } from './non-negative-least-squares.js';

/** A structure whose latency is known. */
export interface KnownLatency {
  readonly name: string;
  readonly features: LatencyFeatures;
  readonly ms: number;
}

export type PredictMs = (features: LatencyFeatures) => number;

const RIDGE = 1e-3;

/** Latency as a sum of amounts of work, each with a price that is not negative, so that the relative error is least. */
export function fitLatencies(known: readonly KnownLatency[]): PredictMs {
  const names = [...new Set(known.flatMap(({ features }) => [...features.keys()]))].sort();
  const relative = known.map(({ features, ms }) => names.map((name) => (features.get(name) ?? 0) / ms));
  const scales = names.map((_, column) =>
    Math.sqrt(relative.reduce((sum, row) => sum + row[column] ** 2, 0) / known.length),
  );
  const rows = relative.map((row) => row.map((value, column) => value / scales[column]));
  const prices = nonNegativeLeastSquares(
    rows,
    rows.map(() => 1),
    RIDGE * known.length,
  ).map((price, column) => price / scales[column]);
  return (features) =>
    names.reduce((sum, name, column) => sum + prices[column] * (features.get(name) ?? 0), 0);
}
