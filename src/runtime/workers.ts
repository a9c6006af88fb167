import { BespokeError } from '../errors.js';
import { fromFailure } from './worker-error.js';
import { WorkerProcess } from './worker-process.js';

/** A function that workers run: `name` is exported by `file` and takes one job, as `(job) => result`. */
export interface WorkerTask {
  /** `new URL('./x-task.js', import.meta.url)`; under tsx the `.ts` beside it is meant. */
  readonly file: URL;
  readonly name: string;
}

export interface WorkersOptions {
  /** Processes at the same time; they start when first needed. */
  readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  /** How often a job whose process died is tried again in a new one; default 1. */
  readonly retries?: number;
  /** A process that holds more than this after a job is replaced by a new one; default 1.5 GiB. */
  readonly recycleAboveBytes?: number;
}

export interface Workers {
  readonly size: number;
  /**
   * Runs `task(job)` in a process of its own; jobs wait in the order in which they came. Job and result travel by
   * structured clone, typed arrays included: large things go through files.
   * @throws the task's own BespokeError; BespokeError WORKER_DIED when the process died at every try; the signal's
   *   reason after an abort.
   */
  run<T>(task: WorkerTask, job: unknown): Promise<T>;
  /** Ends every process and waits for it; jobs that are not done are rejected with WORKERS_CLOSED. */
  close(): Promise<void>;
}

interface Waiting {
  readonly task: WorkerTask;
  readonly job: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export function createWorkers(options: WorkersOptions): Workers {
  return new ProcessWorkers(options);
}

class ProcessWorkers implements Workers {
  readonly size: number;
  readonly #options: WorkersOptions;
  readonly #queue: Waiting[] = [];
  readonly #running = new Set<Waiting>();
  readonly #idle: WorkerProcess[] = [];
  readonly #processes = new Set<WorkerProcess>();
  readonly #endings = new Set<Promise<void>>();
  /** Why nothing runs any more. */
  #ended: { readonly reason: unknown } | undefined;
  readonly #abort = () => this.#end(this.#options.signal?.reason);

  constructor(options: WorkersOptions) {
    this.size = options.workers;
    this.#options = options;
    if (options.signal?.aborted) this.#abort();
    options.signal?.addEventListener('abort', this.#abort, { once: true });
  }

  run<T>(task: WorkerTask, job: unknown): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended.reason);
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ task, job, resolve: resolve as (result: unknown) => void, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#end(
      new BespokeError({ code: 'WORKERS_CLOSED', what: 'the workers were closed before the job finished' }),
    );
    await Promise.all(this.#endings);
  }

  #next(): void {
    while (this.#running.size < this.size && this.#queue.length > 0) {
      const waiting = this.#queue.shift()!;
      this.#running.add(waiting);
      void this.#serve(waiting).finally(() => {
        this.#running.delete(waiting);
        this.#next();
      });
    }
  }

  async #serve({ task, job, resolve, reject }: Waiting): Promise<void> {
    for (let tries = 1 + (this.#options.retries ?? 1); !this.#ended; tries--) {
      const process = this.#take();
      try {
        const answer = await process.run({ file: task.file.href, name: task.name, job });
        const tooLarge = answer.rssBytes > (this.#options.recycleAboveBytes ?? 1.5 * 2 ** 30);
        if (tooLarge || this.#ended) this.#drop(process);
        else this.#idle.push(process);
        if ('failure' in answer) reject(fromFailure(answer.failure));
        else resolve(answer.result);
        return;
      } catch (error) {
        this.#drop(process);
        if (tries > 1 || this.#ended) continue;
        reject(error);
        return;
      }
    }
    reject(this.#ended.reason);
  }

  #take(): WorkerProcess {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.alive) return idle;
      this.#drop(idle);
    }
    const process = new WorkerProcess();
    this.#processes.add(process);
    return process;
  }

  #drop(process: WorkerProcess): void {
    if (!this.#processes.delete(process)) return;
    const ending = process.kill().finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
  }

  #end(reason: unknown): void {
    this.#ended ??= { reason };
    for (const { reject } of [...this.#running, ...this.#queue.splice(0)]) reject(this.#ended.reason);
    for (const process of [...this.#processes]) this.#drop(process);
  }
}
