import { Tinypool } from 'tinypool';
import { BespokeError } from '../errors.js';
import type { WorkerAnswer, WorkerRequest } from './worker-entry.js';

/** Longer than any wait; what counts is that the timer is there. */
const FOREVER_MS = 2 ** 30;

/**
 * What `work` gives. Node ends a process that waits for nothing but other processes which it was told not to wait for,
 * as Tinypool tells it of those that start or end: on a busy machine that takes longer than everything else.
 */
export async function keepAwake<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(() => {}, FOREVER_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

const WITH_VALUE = new Set(['-e', '--eval', '-p', '--print', '-pe', '--input-type', '--inspect-port']);
const ALONE = /^(--input-type=|--eval=|--print=|--inspect|--watch|--test)/;

/** Node's own arguments that a worker inherits: loaders and memory limits, but no script text and no debugger port. */
export function workerArguments(execArgv: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < execArgv.length; index++) {
    if (WITH_VALUE.has(execArgv[index])) index++;
    else if (!ALONE.test(execArgv[index])) kept.push(execArgv[index]);
  }
  return kept;
}

const SOURCE = import.meta.url.endsWith('.ts');
const ENTRY = new URL(SOURCE ? './worker-entry.ts' : './worker-entry.js', import.meta.url);

/**
 * One child process that runs one request at a time. It is a Tinypool of one, since only then does a process that dies
 * while it starts reject its task instead of leaving it in the queue. Once dead it stays dead.
 */
export class WorkerProcess {
  readonly #pool: Tinypool;
  #death: string | undefined;
  readonly pid: number;

  /** @param environment variables beside those of this process, which win */
  constructor(environment: Readonly<Record<string, string>> = {}) {
    this.#pool = new Tinypool({
      runtime: 'child_process',
      filename: ENTRY.href,
      minThreads: 1,
      maxThreads: 1,
      serialization: 'advanced',
      execArgv: workerArguments(process.execArgv),
      env: { ...environment, ...(process.env as Record<string, string>) },
    });
    const child = this.#pool.threads[0];
    this.pid = child.threadId;
    child.once('exit', ((code: number | null, signal: string | null) => {
      this.#death ??= signal === null ? `exit status ${code}` : `signal ${signal}`;
    }) as (data: unknown) => void);
    this.#pool.on('error', () => {});
  }

  get alive(): boolean {
    return this.#death === undefined;
  }

  /** @throws BespokeError WORKER_DIED when the process ends before it answers. */
  async run(request: WorkerRequest): Promise<WorkerAnswer> {
    try {
      return await keepAwake<WorkerAnswer>(this.#pool.run(request));
    } catch (cause) {
      const death = this.#death ?? (cause as Error).message;
      this.#death = death;
      throw new BespokeError({
        code: 'WORKER_DIED',
        what: `the worker process ended (${death}) while it ran ${request.name}`,
        next: death.includes('SIGKILL')
          ? 'If nobody killed it, the machine ran out of memory: lower `memory` in the configuration.'
          : 'Its last words are above, on standard error.',
        cause,
      });
    }
  }

  /** Ends the process, whatever it is doing, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#death ??= 'closed';
    await keepAwake(this.#pool.destroy());
  }
}
