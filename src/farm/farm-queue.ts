import type { JobState, Queue, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { FarmJob } from './farm-job.js';
import { type FarmIdentity, queueName } from './identity.js';
import { type FarmMember, membersOf } from './members.js';
import { answered, loadQueuePackages, type QueueAddress, redisOptions } from './queue-connection.js';

/** Told what became of jobs, by id. */
export interface FarmEvents {
  completed(id: string): void;
  failed(id: string, reason: string): void;
}

/** A worker says every third of this that it is still at a job, in ms; then the job is given to another one. */
export const LOCK_MS = 15_000;
export const STALLED_MS = 5000;
/** Tries of a job before its error counts. */
const ATTEMPTS = 3;
/** Times that a job may be left behind by workers that die; whoever gave it out then does it. */
export const MOST_STALLED = 5;
/** How long the queue remembers what was done, in s and in jobs. */
const KEPT = { age: 24 * 3600, count: 20_000 };

/** The side of the queue that gives out jobs. Calls reject where the queue does not answer within the patience. */
export class FarmQueue {
  readonly #redis: Redis;
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  /** Gives back jobs of workers that died, also where no worker is left to do it. */
  readonly #checker: Worker;
  readonly #patienceMs: number;
  #lost = false;

  private constructor(redis: Redis, queue: Queue, events: QueueEvents, checker: Worker, patienceMs: number) {
    this.#redis = redis;
    this.#queue = queue;
    this.#events = events;
    this.#checker = checker;
    this.#patienceMs = patienceMs;
  }

  static async open(
    address: QueueAddress,
    identity: FarmIdentity,
    patienceMs: number,
    told: FarmEvents,
  ): Promise<FarmQueue> {
    const packages = await loadQueuePackages();
    const redis = new packages.Redis(redisOptions(address));
    // Lost connections are noticed by commands that are not answered.
    redis.on('error', () => {});
    try {
      await answered(redis.ping(), patienceMs);
    } catch (error) {
      redis.disconnect();
      throw error;
    }
    const name = queueName(identity);
    const connection = redisOptions(address);
    const queue = new packages.Queue(name, { connection: redis });
    const events = new packages.QueueEvents(name, { connection });
    const checker = new packages.Worker(name, null, {
      connection,
      autorun: false,
      stalledInterval: STALLED_MS,
      maxStalledCount: MOST_STALLED,
    });
    queue.on('error', () => {});
    events.on('error', () => {});
    checker.on('error', () => {});
    events.on('completed', ({ jobId }) => told.completed(jobId));
    events.on('failed', ({ jobId, failedReason }) => told.failed(jobId, failedReason));
    void checker.startStalledCheckTimer().catch(() => {});
    return new FarmQueue(redis, queue, events, checker, patienceMs);
  }

  /** Whether the last call was not answered. */
  get isLost(): boolean {
    return this.#lost;
  }

  members(): Promise<readonly FarmMember[]> {
    return this.#ask(() => membersOf(this.#redis));
  }

  /** Puts a job in line; one that failed before is tried anew, one that is there already is left as it is. */
  add(id: string, job: FarmJob): Promise<void> {
    return this.#ask(async () => {
      if ((await this.#queue.getJobState(id)) === 'failed') await this.#queue.remove(id);
      await this.#queue.add(job.task, job, {
        jobId: id,
        attempts: ATTEMPTS,
        backoff: { type: 'fixed', delay: 1000 },
        removeOnComplete: KEPT,
        removeOnFail: KEPT,
      });
    });
  }

  state(id: string): Promise<JobState | 'unknown'> {
    return this.#ask(() => this.#queue.getJobState(id));
  }

  async answer(id: string): Promise<unknown> {
    const job = await this.#ask(() => this.#queue.getJob(id));
    return job?.returnvalue;
  }

  async reason(id: string): Promise<string> {
    const job = await this.#ask(() => this.#queue.getJob(id));
    return job?.failedReason ?? 'no reason given';
  }

  /** Whether the job is nobody's but ours now: false where a worker is at it, or has done it. */
  takeBack(id: string): Promise<boolean> {
    return this.#ask(async () => {
      if ((await this.#queue.getJobState(id)) === 'completed') return false;
      if ((await this.#queue.remove(id)) === 1) return true;
      return !['active', 'completed'].includes(await this.#queue.getJobState(id));
    });
  }

  /** Forgets a job that nobody is at, and what came of it. */
  async forget(id: string): Promise<void> {
    await this.#ask(() => this.#queue.remove(id));
  }

  async close(): Promise<void> {
    const closing = Promise.all([this.#events.close(), this.#checker.close(true), this.#queue.close()]);
    await answered(closing, 2000).catch(() => {});
    this.#redis.disconnect();
    const left = [this.#events, this.#checker].map((each) => each.disconnect());
    await answered(Promise.all(left), 1000).catch(() => {});
  }

  async #ask<T>(command: () => Promise<T>): Promise<T> {
    try {
      const result = await answered(command(), this.#lost ? 1000 : this.#patienceMs);
      this.#lost = false;
      return result;
    } catch (error) {
      this.#lost = true;
      throw error;
    }
  }
}
