import type { ModelResult } from './result.js';

type Part = keyof ModelResult['seconds'];

/** Adds up the seconds of a build's parts. */
export class Stopwatch {
  readonly #clock: () => number;
  readonly #seconds: Record<Part, number> = { house: 0, train: 0, measure: 0, search: 0, retrain: 0 };

  /** @param clock monotonic milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  async time<T>(part: Part, run: () => Promise<T>): Promise<T> {
    const start = this.#clock();
    try {
      return await run();
    } finally {
      this.#seconds[part] += (this.#clock() - start) / 1000;
    }
  }

  get seconds(): ModelResult['seconds'] {
    const rounded = Object.entries(this.#seconds).map(([part, value]) => [
      part,
      Math.round(value * 1000) / 1000,
    ]);
    return Object.fromEntries(rounded) as ModelResult['seconds'];
  }
}
