import type { DeviceProfile } from '../../config/gen/profile-schema.js';
import type { OperatorCounts } from '../../onnx/operator-counts.js';
import type { PredictionError } from '../latencies.js';
import { median } from '../median.js';
import { rounded } from '../timing.js';
import { latencyFeatures } from './latency-features.js';
import { fitLatencies, type KnownLatency, type PredictMs } from './latency-regression.js';
import { structureLatencies } from './structure-latencies.js';

/** Each entry is held out once, a fifth of them at a time. */
const FOLDS = 5;

/**
 * The entries with what a rule that was made without them says of them. Which are held out together is decided by their
 * order.
 * @param make a rule from the entries that are not held out
 */
function heldOut<Entry, Result>(
  entries: readonly Entry[],
  make: (others: readonly Entry[]) => (entry: Entry) => Result,
): Result[] {
  const results = new Array<Result>(entries.length);
  for (let fold = 0; fold < Math.min(FOLDS, entries.length); fold++) {
    const rule = make(entries.filter((_, index) => index % FOLDS !== fold));
    for (let index = fold; index < entries.length; index += FOLDS) results[index] = rule(entries[index]);
  }
  return results;
}

/** Fewer tell nothing. */
const LEAST_ENTRIES = 10;

/** A whole student of a profile beside its teacher. */
interface ProfiledStudent {
  readonly teacher: string;
  readonly name: string;
  readonly ratio: number;
  readonly partsRatio: number;
}

/** How shares of the teacher's latency follow from the parts of a student. */
interface PartsRule {
  readonly factor: number;
  readonly error: PredictionError;
}

/** Predicts latencies from those of a profile, and knows from entries that it held out how far it is off. */
export class LatencyPredictor {
  /** Of {@link LatencyPredictor.ms}; undefined where the profile has too few entries to predict from. */
  readonly error: PredictionError | undefined;
  readonly #predict: PredictMs;
  readonly #parts: PartsRule | undefined;

  constructor(profile: DeviceProfile) {
    const known = knownLatencies(profile);
    this.#predict = fitLatencies(known);
    this.error = known.length < LEAST_ENTRIES ? undefined : errorOf(heldOut(known, errorsOfOthers));
    this.#parts = partsRule(studentsOf(profile), known);
  }

  /** Milliseconds by the operators. */
  ms(operators: OperatorCounts): number {
    return this.#predict(latencyFeatures(operators));
  }

  /** Share of the teacher's latency by what the parts come to; undefined where the operators tell it better. */
  byParts(
    partsRatio: number | undefined,
  ): { readonly ratio: number; readonly predicted: PredictionError } | undefined {
    if (this.#parts === undefined || partsRatio === undefined) return undefined;
    return { ratio: partsRatio * this.#parts.factor, predicted: this.#parts.error };
  }
}

const errorsOfOthers = (others: readonly KnownLatency[]) => {
  const predict = fitLatencies(others);
  return ({ features, ms }: KnownLatency): number => Math.abs(predict(features) / ms - 1);
};

const errorOf = (errors: readonly number[]): PredictionError => ({
  error: rounded(median(errors)),
  heldOut: errors.length,
});

/**
 * The sum of parts, corrected by the median of the students that were measured, where it is nearer to them than the
 * operators are.
 */
function partsRule(
  students: readonly ProfiledStudent[],
  known: readonly KnownLatency[],
): PartsRule | undefined {
  if (students.length === 0) return undefined;
  const factorOf = (some: readonly ProfiledStudent[]): number =>
    some.length === 0 ? 1 : median(some.map(({ ratio, partsRatio }) => ratio / partsRatio));
  const byParts = heldOut(students, (others) => {
    const factor = factorOf(others);
    return ({ ratio, partsRatio }) => Math.abs((partsRatio * factor) / ratio - 1);
  });
  const features = new Map(known.map((each) => [each.name, each.features]));
  const byOperators = heldOut(students, (others) => {
    const seen = new Set(others.map(({ name }) => name));
    const held = new Set(students.map(({ name }) => name).filter((name) => !seen.has(name)));
    const predict = fitLatencies(known.filter(({ name }) => !held.has(name)));
    return ({ teacher, name, ratio }) =>
      Math.abs(predict(features.get(name)!) / predict(features.get(teacher)!) / ratio - 1);
  });
  if (median(byParts) > median(byOperators)) return undefined;
  return { factor: factorOf(students), error: errorOf(byParts) };
}

function knownLatencies(profile: DeviceProfile): KnownLatency[] {
  const latencies = structureLatencies(profile);
  return Object.entries(profile.structures).flatMap(([name, operators]) => {
    const ms = latencies.get(name);
    return ms === undefined ? [] : [{ name, ms, features: latencyFeatures(operators) }];
  });
}

const studentsOf = ({ comparisons }: DeviceProfile): ProfiledStudent[] =>
  Object.entries(comparisons).flatMap(([teacher, candidates]) =>
    Object.entries(candidates).flatMap(([name, { ratio, partsRatio }]) =>
      partsRatio === undefined || name === teacher ? [] : [{ teacher, name, ratio, partsRatio }],
    ),
  );
