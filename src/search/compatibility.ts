import type { Candidate } from './problem.js';

/** Which candidates may stand in one student: those that replace no node twice.. */
export class Compatibility {
  readonly #count: number;
  readonly #conflicts: Uint8Array;

  constructor(candidates: readonly Candidate[]) {
    this.#count = candidates.length;
    this.#conflicts = new Uint8Array(this.#count * this.#count);
    const owners = new Map<number, number[]>();
    candidates.forEach(({ nodes }, index) => {
      for (const node of nodes) {
        const others = owners.get(node) ?? [];
        others.push(index);
        owners.set(node, others);
      }
    });
    for (const covering of owners.values()) {
      for (const first of covering) {
        for (const second of covering) this.#conflicts[first * this.#count + second] = 1;
      }
    }
    for (let index = 0; index < this.#count; index++) this.#conflicts[index * this.#count + index] = 1;
  }

  /** True for a candidate and itself. */
  conflict(first: number, second: number): boolean {
    return this.#conflicts[first * this.#count + second] === 1;
  }

  fits(candidate: number, chosen: readonly number[]): boolean {
    for (const other of chosen) if (this.conflict(candidate, other)) return false;
    return true;
  }
}
