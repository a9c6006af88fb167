import { BespokeError } from '../errors.js';
import { ExpectedMemory } from './expected-memory.js';
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
  /**
   * Bytes that this process and all workers together may take: as many jobs run side by side as fit by what such jobs
   * took before, and one at least. Default: any.
   */
  readonly memory?: number;
  /**
   * Whether memory comes in large pages where the system has them, as glibc on Linux: a training step then takes 0.8 of
   * the time, and memory a tenth more. Default false.
   */
  readonly largePages?: boolean;
  /** Told when a job took more than `memory` though it ran alone: the bytes of its process and this one. */
  readonly onExceeded?: (task: string, bytes: number) => void;
}

export interface Workers {
  /** Processes of this machine. */
  readonly size: number;
  /** Jobs that run at the same time, here and wherever else; at least `size`. */
  readonly atOnce: number;
  /**
   * Runs `task(job)` in a process of its own; jobs wait in the order in which they came. Job and result travel by
   * structured clone, typed arrays included: large things go through files.
   * @param job or a function that makes it when its turn has come, so that jobs which wait take no memory
   * @param activations bytes that the job will hold for its way back, where that is known
   * @throws the task's own BespokeError; BespokeError WORKER_DIED when the process died at every try; the signal's
   *   reason after an abort.
   */
  run<T>(task: WorkerTask, job: unknown, activations?: number): Promise<T>;
  /** How many jobs of this kind would run side by side now: `size`, or fewer that fit into the memory. */
  together(task: WorkerTask, activations?: number): number;
  /** Ends every process and waits for it; jobs that are not done are rejected with WORKERS_CLOSED. */
  close(): Promise<void>;
}

/** A job as {@link Workers.run} was given it, made now where it is a function. */
export const madeJob = async (given: unknown): Promise<unknown> =>
  typeof given === 'function' ? given() : given;

/** Of glibc; nothing to any other C library. */
const LARGE_PAGES = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };

/** Code of Node and ONNX Runtime, about, which all processes share and each counts. */
const SHARED_BYTES = 2 ** 27;

interface Waiting {
  readonly task: WorkerTask;
  readonly job: unknown;
  readonly activations: number;
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
  /** With the bytes that each was expected to take. */
  readonly #running = new Map<Waiting, number>();
  /** With the bytes that each holds. */
  readonly #idle: { readonly worker: WorkerProcess; readonly heldBytes: number }[] = [];
  readonly #expected = new ExpectedMemory();
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

  get atOnce(): number {
    return this.size;
  }

  run<T>(task: WorkerTask, job: unknown, activations = 0): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended.reason);
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ task, job, activations, resolve: resolve as (result: unknown) => void, reject });
      this.#next();
    });
  }

  together(task: WorkerTask, activations = 0): number {
    const fitting = Math.floor(this.#forWorkers() / this.#expected.of(task.name, activations));
    return Math.max(1, Math.min(this.size, fitting));
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
      const expected = this.#expected.of(this.#queue[0].task.name, this.#queue[0].activations);
      if (!this.#makesRoom(expected)) return;
      const waiting = this.#queue.shift()!;
      this.#running.set(waiting, expected);
      void this.#serve(waiting).finally(() => {
        this.#running.delete(waiting);
        this.#next();
      });
    }
  }

  async #serve({ task, job: given, activations, resolve, reject }: Waiting): Promise<void> {
    let job: unknown;
    try {
      job = await madeJob(given);
    } catch (error) {
      reject(error);
      return;
    }
    for (let tries = 1 + (this.#options.retries ?? 1); !this.#ended; tries--) {
      const worker = this.#take();
      try {
        const answer = await worker.run({ file: task.file.href, name: task.name, job });
        const { heldBytes, peakBytes } = answer;
        this.#expected.see(task.name, activations, peakBytes);
        const own = peakBytes - SHARED_BYTES;
        if (own > this.#forWorkers()) this.#options.onExceeded?.(task.name, own + process.memoryUsage.rss());
        const tooLarge = heldBytes > (this.#options.recycleAboveBytes ?? 1.5 * 2 ** 30);
        if (tooLarge || this.#ended) this.#drop(worker);
        else this.#idle.push({ worker, heldBytes });
        if ('failure' in answer) reject(fromFailure(answer.failure));
        else resolve(answer.result);
        return;
      } catch (error) {
        this.#drop(worker);
        if (tries > 1 || this.#ended) continue;
        reject(error);
        return;
      }
    }
    reject(this.#ended.reason);
  }

  /** Bytes that are left for workers. */
  #forWorkers(): number {
    return (this.#options.memory ?? Infinity) - process.memoryUsage.rss();
  }

  /** Whether a job that takes so many bytes may begin; processes that wait and are in its way end. */
  #makesRoom(expected: number): boolean {
    const running = [...this.#running.values()].reduce((sum, bytes) => sum + bytes, 0);
    const room = this.#forWorkers() - running;
    if (this.#running.size > 0 && expected > room) return false;
    // The job goes to the last of them.
    const others = (): number => this.#idle.slice(0, -1).reduce((sum, { heldBytes }) => sum + heldBytes, 0);
    while (this.#idle.length > 1 && expected + others() > room) this.#drop(this.#idle.shift()!.worker);
    return true;
  }

  #take(): WorkerProcess {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.worker.alive) return idle.worker;
      this.#drop(idle.worker);
    }
    const worker = new WorkerProcess(this.#options.largePages ? LARGE_PAGES : {});
    this.#processes.add(worker);
    return worker;
  }

  #drop(worker: WorkerProcess): void {
    if (!this.#processes.delete(worker)) return;
    const ending = worker.kill().finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
  }

  #end(reason: unknown): void {
    this.#ended ??= { reason };
    for (const { reject } of [...this.#running.keys(), ...this.#queue.splice(0)]) reject(this.#ended.reason);
    for (const worker of [...this.#processes]) this.#drop(worker);
  }
}
