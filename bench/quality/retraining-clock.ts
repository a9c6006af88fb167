import { JsonLines } from './json-lines.js';

interface Part {
  /** Key of what takes time. */
  readonly of: string;
  readonly part: string;
  readonly seconds: number;
}

/**
 * Seconds of what goes on part by part over several sittings: a part that was interrupted counts once, as it went in
 * the end.
 */
export class RetrainingClock {
  readonly #lines: JsonLines<Part>;

  constructor(path: string) {
    this.#lines = new JsonLines(path);
  }

  /** To be called at the end of each part; time runs from the call before or from now on. */
  start(of: string): (part: string) => void {
    let from = performance.now();
    return (part) => {
      const now = performance.now();
      this.#lines.append({ of, part, seconds: (now - from) / 1000 });
      from = now;
    };
  }

  /** Null when fewer parts than these were seen. */
  seconds(of: string, parts: number): number | null {
    const times = this.#times(of);
    return times.size < parts ? null : [...times.values()].reduce((sum, seconds) => sum + seconds, 0);
  }

  /** Number of parts that were seen. */
  parts(of: string): number {
    return this.#times(of).size;
  }

  #times(of: string): ReadonlyMap<string, number> {
    return new Map(
      this.#lines.all.filter((line) => line.of === of).map(({ part, seconds }) => [part, seconds]),
    );
  }
}
