import { BespokeError } from '../errors.js';
import type { FarmWork } from './elsewhere.js';
import type { FarmAnswer } from './farm-job.js';

/** What a user is told of a farm: who did what, and each kind of trouble once. */
export class FarmJournal {
  readonly #queue: string;
  readonly #onWarning: (message: string) => void;
  readonly #work = new Map<string, { jobs: number; seconds: number }>();
  readonly #told = new Set<string>();

  /** @param queue its address, for messages */
  constructor(queue: string, onWarning: (message: string) => void) {
    this.#queue = queue;
    this.#onWarning = onWarning;
  }

  /** What other machines did so far, most first. */
  get work(): readonly FarmWork[] {
    return [...this.#work]
      .map(([machine, done]) => ({ machine, ...done }))
      .sort((one, other) => other.seconds - one.seconds || (one.machine < other.machine ? -1 : 1));
  }

  credit({ by, seconds }: FarmAnswer): void {
    const before = this.#work.get(by) ?? { jobs: 0, seconds: 0 };
    this.#work.set(by, { jobs: before.jobs + 1, seconds: before.seconds + seconds });
  }

  trouble(error: unknown): void {
    const message = error instanceof BespokeError ? error.message : String((error as Error).message);
    this.#warn(
      message,
      `the farm at ${this.#queue} cannot be relied on: ${message}. What it does not do is done here`,
    );
  }

  /** @param difference that keeps a worker from the jobs of this build */
  stranger(name: string, difference: string): void {
    this.#warn(
      `${name} other`,
      `the worker '${name}' of the farm gets no jobs of this build: it has ${difference}`,
    );
  }

  #warn(about: string, message: string): void {
    if (this.#told.has(about)) return;
    this.#told.add(about);
    this.#onWarning(message);
  }
}
