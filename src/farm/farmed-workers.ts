import { setTimeout as sleep } from 'node:timers/promises';
import { BespokeError } from '../errors.js';
import type { EngineName } from '../runtime/engine.js';
import { madeJob, type Workers, type WorkerTask } from '../runtime/workers.js';
import type { RemoteOptions } from '../store/remote-store.js';
import type { FarmWork } from './elsewhere.js';
import { FarmJournal } from './farm-journal.js';
import { FarmQueue } from './farm-queue.js';
import { difference, type FarmIdentity, farmIdentity } from './identity.js';
import { JobExchange } from './job-exchange.js';
import type { FarmMember } from './members.js';
import type { QueueAddress } from './queue-connection.js';

export interface FarmOptions {
  readonly queue: QueueAddress;
  readonly remote: RemoteOptions;
  /** Those whose result depends on nothing but the job, and on files that it names. */
  readonly tasks: readonly WorkerTask[];
  /** What trains; asked when the first job comes. */
  readonly engine: () => Promise<EngineName>;
  /** Whether a text in a job is the path of a file that the worker needs. */
  readonly isFile: (text: string) => boolean;
  readonly signal: AbortSignal;
  readonly onWarning: (message: string) => void;
  /** Told when somebody does not answer, in ms. */
  readonly limits?: FarmLimits;
}

export interface FarmLimits {
  /** How long the shared store is waited for. */
  readonly storePatienceMs: number;
  /** After that the queue counts as lost, and what was given out is done here. */
  readonly queuePatienceMs: number;
  /** How often is looked what became of the jobs that were given out. */
  readonly sweepMs: number;
}

const LIMITS: FarmLimits = { storePatienceMs: 20_000, queuePatienceMs: 10_000, sweepMs: 2000 };

/** Jobs that are given out for each that the farm can run at a time: the next one is there when one is done. */
const AHEAD = 2;
/** Jobs on their way to the queue at a time. */
const SENDING = 4;

/** Before a queue that was not there is looked for again, in ms. */
const AGAIN_MS = 20_000;

/** Thrown when the turn of a job comes that another machine works on. */
const ELSEWHERE = new Error('another machine does it');

/**
 * How far a job is: 'waiting' for its turn here; 'sending' and 'offered' besides, to whoever is first; at work 'here',
 * or 'away'; 'done'.
 */
type EntryState = 'waiting' | 'sending' | 'offered' | 'here' | 'away' | 'done';

interface Entry {
  readonly task: WorkerTask;
  /** Undefined once it is done. */
  job: unknown;
  readonly activations: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
  state: EntryState;
  /** At the queue. */
  id?: string;
  /** Not to be given out any more. */
  stays: boolean;
}

/**
 * Workers of this machine, and those of a farm for what waits here: the last of the waiting jobs are offered to the
 * queue; each is done by whoever comes first, and taken back where its turn comes here before. A queue or a store that
 * fails costs time only: what was given out is then done here.
 */
export class FarmedWorkers implements Workers {
  readonly #local: Workers;
  readonly #options: FarmOptions;
  readonly #limits: FarmLimits;
  readonly #farmed: ReadonlySet<string>;
  /** Those that wait, in the order in which they came; and some that did. */
  readonly #line: Entry[] = [];
  readonly #byId = new Map<string, Entry>();
  readonly #exchange: JobExchange;
  readonly #journal: FarmJournal;
  #identity: FarmIdentity | undefined;
  readonly #stopped = new AbortController();
  /** Aborted with the build, and when the workers are closed. */
  readonly #signal: AbortSignal;
  #queue: FarmQueue | undefined;
  #connecting: Promise<void> | undefined;
  #slots = 0;
  #sending = 0;

  constructor(local: Workers, options: FarmOptions) {
    this.#local = local;
    this.#options = options;
    this.#limits = options.limits ?? LIMITS;
    this.#farmed = new Set(options.tasks.map(({ name }) => name));
    const { queue, remote, isFile, signal, onWarning } = options;
    this.#journal = new FarmJournal(queue.shown, onWarning);
    this.#signal = AbortSignal.any([signal, this.#stopped.signal]);
    const patienceMs = this.#limits.storePatienceMs;
    this.#exchange = new JobExchange({ remote, isFile, signal: this.#signal, patienceMs });
    this.#signal.addEventListener('abort', () => this.#abandon(signal.reason), { once: true });
  }

  get size(): number {
    return this.#local.size;
  }

  get atOnce(): number {
    return this.#local.size + this.#slots;
  }

  together(task: WorkerTask, activations?: number): number {
    return this.#local.together(task, activations);
  }

  run<T>(task: WorkerTask, job: unknown, activations = 0): Promise<T> {
    if (!this.#farmed.has(task.name) || this.#signal.aborted) return this.#local.run(task, job, activations);
    return new Promise<T>((resolve, reject) => {
      const entry: Entry = {
        task,
        job,
        activations,
        resolve: resolve as (result: unknown) => void,
        reject,
        state: 'waiting',
        stays: false,
      };
      this.#enter(entry);
      this.#offer();
    });
  }

  /** See {@link FarmJournal.work}. */
  get work(): readonly FarmWork[] {
    return this.#journal.work;
  }

  get traffic(): JobExchange['traffic'] {
    return this.#exchange.traffic;
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    await this.#connecting?.catch(() => {});
    await Promise.all([this.#queue?.close(), this.#local.close()]);
  }

  /** Puts a job in line here. */
  #enter(entry: Entry): void {
    this.#wait(entry);
    this.#local
      .run<unknown>(entry.task, () => this.#turn(entry), entry.activations)
      .then(
        (result) => this.#settle(entry, () => result),
        (error) => {
          if (error !== ELSEWHERE) this.#fail(entry, error);
        },
      );
  }

  /** The job, now that its turn has come here, unless it is done elsewhere. */
  #turn(entry: Entry): unknown {
    if (entry.state === 'offered') return this.#takeBack(entry);
    if (entry.state === 'away' || entry.state === 'done') throw ELSEWHERE;
    entry.state = 'here';
    return madeJob(entry.job);
  }

  async #takeBack(entry: Entry): Promise<unknown> {
    entry.state = 'away';
    const isOurs = await this.#queue!.takeBack(entry.id!).catch(() => true);
    // Done meanwhile, or back in line.
    if (!isOurs || entry.state !== 'away') throw ELSEWHERE;
    this.#byId.delete(entry.id!);
    entry.state = 'here';
    return madeJob(entry.job);
  }

  /** Gives out as many of the waiting jobs as the farm can take, the last first. */
  #offer(): void {
    if (this.#signal.aborted) return;
    if (this.#queue === undefined) {
      this.#connecting ??= this.#connect();
      return;
    }
    if (this.#queue.isLost) return;
    while (this.#sending < SENDING && this.#byId.size + this.#sending < AHEAD * this.#slots) {
      const entry = this.#lastWaiting();
      if (entry === undefined) return;
      entry.state = 'sending';
      this.#sending++;
      this.#send(entry)
        .catch((error: unknown) => {
          entry.stays = true;
          if (entry.state === 'sending') this.#wait(entry);
          this.#tell(error);
        })
        .finally(() => {
          this.#sending--;
          this.#offer();
        });
    }
  }

  /** Of those that may be given out. */
  #lastWaiting(): Entry | undefined {
    for (let entry = this.#line.pop(); entry !== undefined; entry = this.#line.pop())
      if (entry.state === 'waiting' && !entry.stays) return entry;
    return undefined;
  }

  #wait(entry: Entry): void {
    entry.state = 'waiting';
    if (!entry.stays) this.#line.push(entry);
  }

  async #send(entry: Entry): Promise<void> {
    const { task, activations } = entry;
    const { id, job } = await this.#exchange.pack(task.name, await madeJob(entry.job), activations);
    // Its turn came here, or its like is on its way.
    if (entry.state !== 'sending') return;
    if (this.#byId.has(id)) {
      entry.stays = true;
      this.#wait(entry);
      return;
    }
    entry.id = id;
    this.#byId.set(id, entry);
    await this.#queue!.add(id, job).catch((error) => {
      this.#byId.delete(id);
      throw error;
    });
    if (entry.state === 'sending') entry.state = 'offered';
    else if (entry.state === 'here' || entry.state === 'done') {
      this.#byId.delete(id);
      await this.#queue!.forget(id).catch(() => {});
    }
  }

  async #connect(): Promise<void> {
    try {
      this.#identity = farmIdentity(await this.#options.engine());
      this.#queue = await FarmQueue.open(this.#options.queue, this.#identity, this.#limits.queuePatienceMs, {
        completed: (id) => void this.#completed(id),
        failed: (id, reason) => this.#failed(id, reason),
      });
    } catch (error) {
      this.#tell(error);
      // Missing packages do not come by themselves.
      if (error instanceof BespokeError) return;
      await sleep(AGAIN_MS, undefined, { signal: this.#signal, ref: false }).catch(() => {});
      this.#connecting = undefined;
      return;
    }
    void this.#watch(this.#queue);
  }

  /** Looks after the jobs that were given out, until the end. */
  async #watch(queue: FarmQueue): Promise<void> {
    const signal = this.#signal;
    while (!signal.aborted) {
      try {
        this.#count(await queue.members());
        for (const [id, entry] of [...this.#byId]) await this.#look(queue, id, entry);
      } catch (error) {
        if (signal.aborted) return;
        this.#tell(error);
        if (queue.isLost) this.#recall();
      }
      this.#offer();
      await sleep(this.#limits.sweepMs, undefined, { signal }).catch(() => {});
    }
  }

  #count(members: readonly FarmMember[]): void {
    this.#slots = 0;
    for (const { name, slots, identity } of members) {
      const other = difference(this.#identity!, identity);
      if (other === undefined) this.#slots += slots;
      else this.#journal.stranger(name, other);
    }
  }

  async #look(queue: FarmQueue, id: string, entry: Entry): Promise<void> {
    const state = await queue.state(id);
    if (this.#byId.get(id) !== entry || entry.state === 'sending') return;
    if (state === 'completed') await this.#completed(id);
    else if (state === 'failed') this.#failed(id, await queue.reason(id));
    // Given back by a worker that died, and its turn here is over.
    else if (entry.state === 'away' && state !== 'active') await this.#return(queue, id, entry);
    // By a queue that died.
    else if (entry.state === 'offered' && state === 'unknown') {
      this.#byId.delete(id);
      this.#wait(entry);
    }
  }

  async #return(queue: FarmQueue, id: string, entry: Entry): Promise<void> {
    if (!(await queue.takeBack(id)) || entry.state !== 'away') return;
    this.#byId.delete(id);
    this.#enter(entry);
  }

  /** All that was given out is done here. */
  #recall(): void {
    for (const [id, entry] of [...this.#byId]) {
      if (entry.state !== 'away') continue;
      this.#byId.delete(id);
      this.#enter(entry);
    }
  }

  async #completed(id: string): Promise<void> {
    const entry = this.#byId.get(id);
    if (entry === undefined || entry.state === 'done') return;
    try {
      const given = await this.#queue!.answer(id);
      // Taken back at the very moment it was done; or forgotten, which is noticed when it is looked for.
      if (given === undefined || this.#byId.get(id) !== entry) return;
      const { answer, result } = await this.#exchange.unpack(id, given);
      if (this.#byId.get(id) !== entry) return;
      this.#settle(entry, result);
      this.#journal.credit(answer);
    } catch (error) {
      await this.#queue!.forget(id).catch(() => {});
      this.#comeHome(id, entry, error);
    }
  }

  #failed(id: string, reason: string): void {
    const entry = this.#byId.get(id);
    if (entry === undefined || entry.state === 'done') return;
    void this.#queue!.forget(id).catch(() => {});
    const died = /^WORKER_DIED: (.*)/s.exec(reason);
    if (died === null) {
      this.#comeHome(id, entry, new Error(reason));
      return;
    }
    // Another try would end as this one did, and might take this machine along.
    const what = `a job failed on the workers of the farm: ${died[1]}`;
    this.#fail(entry, new BespokeError({ code: 'WORKER_DIED', what }));
  }

  /** A job that the farm cannot do is done here. */
  #comeHome(id: string, entry: Entry, error: unknown): void {
    if (this.#byId.get(id) === entry) this.#byId.delete(id);
    if (this.#signal.aborted) return;
    entry.stays = true;
    this.#tell(error);
    if (entry.state === 'away') this.#enter(entry);
    else if (entry.state === 'offered') this.#wait(entry);
  }

  /** @param result gives what came of the job, or throws it */
  #settle(entry: Entry, result: () => unknown): void {
    if (entry.state === 'done') return;
    entry.state = 'done';
    entry.job = undefined;
    if (entry.id !== undefined && this.#byId.get(entry.id) === entry) this.#byId.delete(entry.id);
    try {
      entry.resolve(result());
    } catch (error) {
      entry.reject(error);
    }
    this.#offer();
  }

  #fail(entry: Entry, error: unknown): void {
    this.#settle(entry, () => {
      throw error;
    });
  }

  /** Takes back what nobody has begun, and rejects what others work on. */
  #abandon(reason: unknown): void {
    const closed = { code: 'WORKERS_CLOSED', what: 'the workers were closed before the job finished' };
    for (const [id, entry] of [...this.#byId]) {
      void this.#queue?.forget(id).catch(() => {});
      if (entry.state === 'away' || entry.state === 'offered')
        this.#fail(entry, reason ?? new BespokeError(closed));
    }
  }

  #tell(error: unknown): void {
    if (!this.#signal.aborted) this.#journal.trouble(error);
  }
}
