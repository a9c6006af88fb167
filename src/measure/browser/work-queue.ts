import { BespokeError } from '../../errors.js';
import { type Comparison, DEFAULT_LATENCY_OPTIONS, type LatencyOptions } from '../compare-latency.js';
import type { TimedGroup } from '../latency-source.js';
import type { ModelBytesOrPath } from '../model-source.js';
import type { QueueProgress, TaskAnswer } from './protocol.js';

/** A model under the name that its address has; the same for as long as the page may keep it open. */
export interface QueuedModel {
  readonly id: string;
  readonly model: ModelBytesOrPath;
}

/** Two models to compare. */
export interface Job {
  readonly id: number;
  readonly reference: QueuedModel;
  readonly candidate: QueuedModel;
  readonly options: LatencyOptions;
}

interface Batch {
  readonly keys: Map<number, string>;
  readonly results: Map<string, Comparison>;
  readonly resolve: (results: ReadonlyMap<string, Comparison>) => void;
  readonly reject: (reason: unknown) => void;
}

/** How the work ended, as the page tells it. */
export type Ending = { readonly kind: 'done' } | { readonly kind: 'stopped'; readonly message: string };

/**
 * Comparisons that wait for a page, one at a time. All state is here, so that a page which is loaded again goes on with
 * the comparison that it had not answered.
 */
export class WorkQueue {
  readonly #jobs: { readonly job: Job; readonly batch: Batch }[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #clock: () => number;
  #ids = 0;
  #done = 0;
  #expected = 0;
  #failedOnce: number | undefined;
  /** Time with work to do; while the computer makes models ready, none passes. */
  #busyMs = 0;
  #busySince: number | undefined;
  #end: { readonly ending: Ending; readonly reason: unknown } | undefined;

  /** @param clock monotonic milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get ending(): Ending | undefined {
    return this.#end?.ending;
  }

  /** The comparison that is to be made now; undefined when there is none. */
  get current(): Job | undefined {
    return this.#jobs[0]?.job;
  }

  get progress(): QueueProgress {
    const total = Math.max(this.#expected, this.#done + this.#jobs.length);
    const spentMs = this.#busyMs + (this.#busySince === undefined ? 0 : this.#clock() - this.#busySince);
    const left = this.#done === 0 ? null : ((total - this.#done) * spentMs) / this.#done / 1000;
    return { done: this.#done, total, secondsLeft: left };
  }

  /** How many more comparisons will be asked for, at least. */
  announce(more: number): void {
    this.#expected = Math.max(this.#expected, this.#done + more);
  }

  add(
    groups: readonly TimedGroup[],
    options: Partial<LatencyOptions>,
  ): Promise<ReadonlyMap<string, Comparison>> {
    if (this.#end !== undefined) return Promise.reject(this.#end.reason);
    return new Promise((resolve, reject) => {
      const batch: Batch = { keys: new Map(), results: new Map(), resolve, reject };
      for (const { reference, candidates } of groups) {
        const original = { id: `r${++this.#ids}`, model: reference.model };
        for (const { key, model } of candidates) {
          const id = ++this.#ids;
          batch.keys.set(id, key);
          const candidate = { id: `c${id}`, model };
          const all = { ...DEFAULT_LATENCY_OPTIONS, ...options };
          this.#jobs.push({ job: { id, reference: original, candidate, options: all }, batch });
        }
      }
      if (batch.keys.size === 0) return resolve(batch.results);
      this.#busySince ??= this.#clock();
      this.#wake();
    });
  }

  /**
   * Takes the outcome of the current comparison; of any other it takes nothing, since that was answered before. Whether
   * the page should load itself again and try once more: what fails may be due to a network, to full memory, or to the
   * page being left.
   */
  answer(answer: TaskAnswer): { readonly again: boolean } {
    const [first] = this.#jobs;
    if (first?.job.id !== answer.id) return { again: false };
    if ('failure' in answer) {
      const again = this.#failedOnce !== answer.id;
      this.#failedOnce = answer.id;
      if (!again) this.fail(runFailed(answer.failure));
      return { again };
    }
    this.#jobs.shift();
    this.#done++;
    const { batch } = first;
    batch.results.set(batch.keys.get(answer.id)!, answer.comparison);
    this.#rest();
    if (batch.results.size === batch.keys.size) batch.resolve(batch.results);
    return { again: false };
  }

  /** Rejects what the current comparison belongs to. */
  fail(reason: unknown): void {
    const failed = this.#jobs[0]?.batch;
    if (failed === undefined) return;
    const others = this.#jobs.filter(({ batch }) => batch !== failed);
    this.#jobs.splice(0, this.#jobs.length, ...others);
    this.#rest();
    failed.reject(reason);
  }

  /** Ends the work for good: what waits and what comes later is rejected with `reason`. */
  end(ending: Ending, reason: unknown): void {
    if (this.#end !== undefined) return;
    this.#end = { ending, reason };
    for (const { batch } of this.#jobs.splice(0)) batch.reject(reason);
    this.#wake();
  }

  /** Settles when there is work or the end has come, at the latest after `waitMs` or when `signal` aborts. */
  async change(waitMs: number, signal: AbortSignal): Promise<void> {
    if (this.current !== undefined || this.#end !== undefined || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', settle);
        this.#listeners.delete(settle);
        resolve();
      };
      const timer = setTimeout(settle, waitMs);
      signal.addEventListener('abort', settle);
      this.#listeners.add(settle);
    });
  }

  #rest(): void {
    if (this.#jobs.length > 0 || this.#busySince === undefined) return;
    this.#busyMs += this.#clock() - this.#busySince;
    this.#busySince = undefined;
  }

  #wake(): void {
    for (const settle of [...this.#listeners]) settle();
  }
}

const runFailed = (failure: string): BespokeError =>
  new BespokeError({
    code: 'BROWSER_RUN',
    what: `the browser could not run a model: ${failure}`,
    next: 'The runtime of the target may lack an operator of the model.',
  });
