import type { PreparedProblem } from './prepared.js';

/** Sets of replacements that may not be the answer, each exactly; sets that contain one are allowed. */
export class ForbiddenSets {
  /** Sorted indices. Sets that name an unknown candidate cannot be chosen anyway and are left out. */
  readonly sets: readonly (readonly number[])[];
  readonly #keys: ReadonlySet<string>;

  constructor(prepared: PreparedProblem, forbidden: readonly (readonly string[])[]) {
    const indexOf = new Map(prepared.problem.candidates.map(({ id }, index) => [id, index]));
    this.sets = forbidden
      .map((ids) => [...new Set(ids)].map((id) => indexOf.get(id) ?? -1).sort((a, b) => a - b))
      .filter((indices) => !indices.includes(-1));
    this.#keys = new Set(this.sets.map((indices) => indices.join()));
  }

  has(chosen: readonly number[]): boolean {
    return this.#keys.size > 0 && this.#keys.has([...chosen].sort((a, b) => a - b).join());
  }
}
