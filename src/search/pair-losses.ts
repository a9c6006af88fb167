import type { Compatibility } from './compatibility.js';
import type { Candidate, Interaction } from './problem.js';

/** Extra loss of two candidates chosen together, by their indices. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  readonly loss: number;
}

/**
 * The interactions of a problem as a table over the candidates that have any: looked up hundreds of thousands of times
 * a second.
 */
export class PairLosses {
  /**
   * Sorted by first, then second, first < second; no two of the same candidates, none of conflicting ones, none of 0.
   */
  readonly pairs: readonly Pair[];
  /** Row and column of a candidate in the table; -1 for one without interactions. */
  readonly #place: Int32Array;
  readonly #table: Float64Array;
  readonly #size: number;

  /** @param loss of each candidate alone: a pair is not taken for less than minus the sum of both. */
  constructor(
    candidates: readonly Candidate[],
    loss: Float64Array,
    compatibility: Compatibility,
    interactions: readonly Interaction[] = [],
  ) {
    const indexOf = new Map(candidates.map(({ id }, index) => [id, index]));
    const sums = new Map<number, number>();
    for (const { ids, loss: added } of interactions) {
      const [one, other] = ids.map((id) => indexOf.get(id));
      if (one === undefined || other === undefined || compatibility.conflict(one, other)) continue;
      const key = Math.min(one, other) * candidates.length + Math.max(one, other);
      sums.set(key, (sums.get(key) ?? 0) + added);
    }
    this.pairs = [...sums]
      .sort(([a], [b]) => a - b)
      .map(([key, sum]) => {
        const first = Math.floor(key / candidates.length);
        const second = key % candidates.length;
        return { first, second, loss: Math.max(sum, -Math.max(0, loss[first] + loss[second])) };
      })
      .filter((pair) => pair.loss !== 0);
    const members = [...new Set(this.pairs.flatMap(({ first, second }) => [first, second]))];
    this.#size = members.length;
    this.#place = new Int32Array(candidates.length).fill(-1);
    members.forEach((member, place) => {
      this.#place[member] = place;
    });
    this.#table = new Float64Array(members.length ** 2);
    for (const pair of this.pairs) {
      const [one, other] = [this.#place[pair.first], this.#place[pair.second]];
      this.#table[one * this.#size + other] = pair.loss;
      this.#table[other * this.#size + one] = pair.loss;
    }
  }

  /** Over all pairs within a set. */
  sum(chosen: readonly number[]): number {
    if (this.#size === 0) return 0;
    let sum = 0;
    for (let at = 1; at < chosen.length; at++) {
      const place = this.#place[chosen[at]];
      if (place < 0) continue;
      const row = place * this.#size;
      for (let before = 0; before < at; before++) {
        const other = this.#place[chosen[before]];
        if (other >= 0) sum += this.#table[row + other];
      }
    }
    return sum;
  }
}
