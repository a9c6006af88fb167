import { BespokeError } from '../../errors.js';
import type { Tensor } from '../../onnx/tensor.js';
import { type Comparison, DEFAULT_LATENCY_OPTIONS, type LatencyOptions } from '../compare-latency.js';
import type { FedFile, TimedGroup } from '../latency-source.js';
import type { ModelBytesOrPath } from '../model-source.js';
import type { OutputValues } from '../output-values.js';
import type { QueueProgress, TaskAnswer } from './protocol.js';

/** Key of the one result of a run. */
const RUN = 'run';

/** A model under the name that its address has; the same for as long as the page may keep it open. */
export interface QueuedModel {
  readonly id: string;
  readonly model: ModelBytesOrPath;
  /** Random ones unless told. */
  readonly inputs?: readonly Tensor[];
}

/** Two models to compare, or one to run. */
export type Job = CompareJob | RunJob;

interface RunJob {
  readonly id: number;
  readonly model: QueuedModel;
}

export interface CompareJob {
  readonly id: number;
  readonly reference: QueuedModel;
  readonly candidate: QueuedModel;
  readonly options: LatencyOptions;
}

type Outcome = Comparison | OutputValues;

interface Batch {
  readonly keys: Map<number, string>;
  readonly results: Map<string, Outcome>;
  readonly resolve: (results: ReadonlyMap<string, Outcome>) => void;
  readonly reject: (reason: unknown) => void;
}

/** How the work ended, as the page tells it. */
export type Ending = { readonly kind: 'done' } | { readonly kind: 'stopped'; readonly message: string };

/**
 * Comparisons and runs that wait for a page, one at a time. All state is here, so that a page which is loaded again
 * goes on with what it had not answered.
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
    const jobs = new Map<Job, string>();
    for (const { reference, candidates } of groups) {
      const original = { id: `r${++this.#ids}`, model: reference.model };
      for (const { key, model } of candidates) {
        const id = ++this.#ids;
        const candidate = { id: `c${id}`, model };
        jobs.set(
          { id, reference: original, candidate, options: { ...DEFAULT_LATENCY_OPTIONS, ...options } },
          key,
        );
      }
    }
    return this.#wait(jobs) as Promise<ReadonlyMap<string, Comparison>>;
  }

  /** Has one model run once. */
  async run({ model, inputs }: FedFile): Promise<OutputValues> {
    const id = ++this.#ids;
    const values = await this.#wait(new Map([[{ id, model: { id: `c${id}`, model, inputs } }, RUN]]));
    return values.get(RUN) as OutputValues;
  }

  #wait(jobs: ReadonlyMap<Job, string>): Promise<ReadonlyMap<string, Outcome>> {
    if (this.#end !== undefined) return Promise.reject(this.#end.reason);
    return new Promise((resolve, reject) => {
      const keys = new Map([...jobs].map(([{ id }, key]) => [id, key]));
      const batch: Batch = { keys, results: new Map(), resolve, reject };
      if (keys.size === 0) return resolve(batch.results);
      for (const job of jobs.keys()) this.#jobs.push({ job, batch });
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
    if ('model' in first.job !== 'values' in answer) return { again: false };
    this.#jobs.shift();
    this.#done++;
    const { batch } = first;
    batch.results.set(batch.keys.get(answer.id)!, 'values' in answer ? answer.values : answer.comparison);
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
