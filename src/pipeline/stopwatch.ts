import type { StoreCounts } from '../store/counted-store.js';
import type { ReportData, TimedPart } from './report-data.js';
import type { ModelResult } from './result.js';

const PARTS: readonly TimedPart[] = ['house', 'train', 'measure', 'search', 'retrain'];

/**
 * Adds up the seconds of a build's parts, and the results that each found in the store and made. No two parts run at a
 * time.
 */
export class Stopwatch {
  readonly #clock: () => number;
  readonly #counts: () => StoreCounts;
  readonly #totals = new Map(PARTS.map((part) => [part, { milliseconds: 0, found: 0, made: 0 }]));

  /**
   * @param clock monotonic milliseconds
   * @param counts of the store
   */
  constructor(clock: () => number, counts: () => StoreCounts = () => ({ found: 0, made: 0 })) {
    this.#clock = clock;
    this.#counts = counts;
  }

  async time<T>(part: TimedPart, run: () => Promise<T>): Promise<T> {
    const start = this.#clock();
    const before = this.#counts();
    try {
      return await run();
    } finally {
      const total = this.#totals.get(part)!;
      const after = this.#counts();
      total.milliseconds += this.#clock() - start;
      total.found += after.found - before.found;
      total.made += after.made - before.made;
    }
  }

  get seconds(): ModelResult['seconds'] {
    return this.#each(({ milliseconds }) => Math.round(milliseconds) / 1000);
  }

  /** Of all parts so far. */
  get totalSeconds(): number {
    return [...this.#totals.values()].reduce((sum, { milliseconds }) => sum + milliseconds / 1000, 0);
  }

  get results(): ReportData['results'] {
    return this.#each(({ found, made }) => ({ found, made }));
  }

  #each<T>(of: (total: { milliseconds: number; found: number; made: number }) => T): Record<TimedPart, T> {
    return Object.fromEntries([...this.#totals].map(([part, total]) => [part, of(total)])) as Record<
      TimedPart,
      T
    >;
  }
}
