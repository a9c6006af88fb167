import type { PreparedProblem } from './prepared.js';

/** How the distance of two sets is weighed: by replacement, or by the teacher nodes that it replaces. */
export type Weighing = 'ids' | 'nodes';

/**
 * The answer must be at least `distance` away from each of these sets of candidate ids: the Jaccard distance, weight of
 * what only one of the two has over the weight of both together.
 */
export interface Apart {
  readonly from: readonly (readonly string[])[];
  /** 0 to 1; 1: nothing in common. */
  readonly distance: number;
  readonly by: Weighing;
}

/** A set that answers may not be near to: `sum(weight in it) - (1 - distance) * sum(weight outside) <= bound`. */
export interface Neighbourhood {
  readonly coefficients: Float64Array;
  readonly bound: number;
}

/** Below this a distance is as asked for: sums of shares differ by rounding. */
const rounding = 1e-7;

/**
 * Sets of replacements that may not be the answer, each exactly (sets that contain one are allowed), and sets that the
 * answer may not be near to. Candidates that search does not know cannot be chosen: a set that names one is left out.
 */
export class ForbiddenSets {
  /** Sorted indices. */
  readonly sets: readonly (readonly number[])[];
  readonly neighbourhoods: readonly Neighbourhood[];
  readonly #keys: ReadonlySet<string>;

  constructor(prepared: PreparedProblem, forbidden: readonly (readonly string[])[], apart?: Apart) {
    const indexOf = new Map(prepared.problem.candidates.map(({ id }, index) => [id, index]));
    const indicesOf = (sets: readonly (readonly string[])[]) =>
      sets
        .map((ids) => [...new Set(ids)].map((id) => indexOf.get(id) ?? -1).sort((a, b) => a - b))
        .filter((indices) => !indices.includes(-1));
    this.sets = indicesOf(forbidden);
    this.neighbourhoods = indicesOf(apart?.from ?? []).map((set) => neighbourhood(prepared, set, apart!));
    this.#keys = new Set(this.sets.map((indices) => indices.join()));
  }

  has(chosen: readonly number[]): boolean {
    if (this.#keys.size > 0 && this.#keys.has([...chosen].sort((a, b) => a - b).join())) return true;
    return this.neighbourhoods.some(({ coefficients, bound }) => {
      const used = chosen.reduce((sum, index) => sum + coefficients[index], 0);
      return used > bound + rounding;
    });
  }
}

/** 1 - common / (own + others) >= distance, both sides times the union: linear in what is chosen. */
function neighbourhood(
  { problem }: PreparedProblem,
  set: readonly number[],
  { distance, by }: Apart,
): Neighbourhood {
  const weights = problem.candidates.map(({ nodes }) => (by === 'ids' ? 1 : new Set(nodes).size));
  const members = new Set(set);
  const own = set.reduce((sum, index) => sum + weights[index], 0);
  return {
    coefficients: Float64Array.from(weights, (weight, index) =>
      members.has(index) ? weight : -(1 - distance) * weight,
    ),
    bound: (1 - distance) * own,
  };
}
