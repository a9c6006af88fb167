import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from 'bullmq';
import { BespokeError } from '../errors.js';
import type { EngineName } from '../runtime/engine.js';
import { toFailure } from '../runtime/worker-error.js';
import type { Workers, WorkerTask } from '../runtime/workers.js';
import type { RemoteOptions } from '../store/remote-store.js';
import { BlobStore } from './blob-store.js';
import { type Fetch, fetchValue } from './detached.js';
import { DiskCache } from './disk-cache.js';
import { type FarmAnswer, jobId, signedAnswer, verifiedJob } from './farm-job.js';
import { LOCK_MS, MOST_STALLED, STALLED_MS } from './farm-queue.js';
import { farmIdentity, queueName } from './identity.js';
import { ANNOUNCE_MS, announce, withdraw } from './members.js';
import { answered, loadQueuePackages, type QueueAddress, redisOptions } from './queue-connection.js';

export interface FarmWorkerOptions {
  readonly queue: QueueAddress;
  readonly remote: RemoteOptions;
  /** What a job may ask for; nothing else is run. */
  readonly tasks: readonly WorkerTask[];
  /** What runs the jobs; as many at a time as it has processes. */
  readonly workers: Workers;
  /** Told to the others. */
  readonly name: string;
  readonly engine: EngineName;
  /** Where inputs are kept, and how many bytes of them at most. */
  readonly folder: string;
  readonly mostBytes: number;
  /** Ends the work; what is under way goes back to the queue. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: FarmWorkerEvent) => void;
}

export type FarmWorkerEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'again' }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'begun' | 'given back'; readonly id: string; readonly task: string }
  | { readonly kind: 'done'; readonly id: string; readonly task: string; readonly seconds: number }
  | { readonly kind: 'failed'; readonly id: string; readonly task: string; readonly reason: string };

/** A job that this worker does not begin, however often it comes. */
class RefusedJob extends Error {}

/** How long the shared store is waited for before a job goes back, in ms. */
const STORE_PATIENCE_MS = 60_000;
/** For a command to the queue, in ms. */
const QUEUE_PATIENCE_MS = 10_000;

/** Errors that another try may not have: all others come with the job, whoever runs it. */
const PASSING = new Set([
  'WORKER_DIED',
  'SCRATCH_DAMAGED',
  'STORE_FULL',
  'STORE_NOT_WRITABLE',
  'STORE_FAULT',
]);

/**
 * Takes jobs from the queue until it is told to stop. Every job runs in a process of its own, so this one can say all
 * the time that it is there. A queue or store that goes away is waited for.
 * @throws BespokeError FARM_QUEUE where the queue refuses the connection.
 */
export async function workForFarm(options: FarmWorkerOptions): Promise<void> {
  const { queue, workers, name, engine, signal, onEvent } = options;
  const packages = await loadQueuePackages();
  const redis = new packages.Redis(redisOptions(queue));
  let trouble: string | undefined;
  const lost = (error: Error): void => {
    const reason = error.message;
    if (signal.aborted || trouble === reason) return;
    trouble = reason;
    onEvent({ kind: 'lost', reason });
  };
  redis.on('error', lost);
  try {
    await connected(() => redis.ping(), queue, signal, lost);
    if (signal.aborted) return;
    const identity = farmIdentity(engine);
    const runJob = jobRunner(options);
    const worker = new packages.Worker(
      queueName(identity),
      async (job, token) => {
        try {
          return await runJob(job);
        } catch (error) {
          if (error instanceof RefusedJob) throw new packages.UnrecoverableError(error.message);
          if (!signal.aborted) throw error;
          // Another worker takes it at once, and it counts as no try.
          await job.moveToWait(token);
          onEvent({ kind: 'given back', id: job.id!, task: job.name });
          throw new packages.WaitingError();
        }
      },
      {
        connection: redisOptions(queue),
        name,
        concurrency: workers.size,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_MS,
        maxStalledCount: MOST_STALLED,
        runRetryDelay: 1000,
      },
    );
    worker.on('error', lost);
    const member = { name, slots: workers.size, identity };
    const id = `${name} ${process.pid} ${Date.now()}`;
    await announce(redis, id, member).catch(() => {});
    onEvent({ kind: 'ready' });
    while (!signal.aborted) {
      await sleep(ANNOUNCE_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) break;
      try {
        await answered(announce(redis, id, member), QUEUE_PATIENCE_MS);
        if (trouble !== undefined) onEvent({ kind: 'again' });
        trouble = undefined;
      } catch (error) {
        lost(error as Error);
      }
    }
    await answered(Promise.all([worker.close(), withdraw(redis, id)]), QUEUE_PATIENCE_MS).catch(() => {});
    await answered(worker.disconnect(), 1000).catch(() => {});
  } finally {
    redis.disconnect();
  }
}

/** Waits for the queue; what it refuses, as a wrong password, waiting would not help. */
async function connected(
  ping: () => Promise<unknown>,
  { shown }: QueueAddress,
  signal: AbortSignal,
  lost: (error: Error) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await answered(ping(), QUEUE_PATIENCE_MS);
      return;
    } catch (error) {
      if ((error as Error).name !== 'ReplyError') {
        lost(error as Error);
        continue;
      }
      throw new BespokeError({
        code: 'FARM_QUEUE',
        what: `the queue refuses the connection: ${(error as Error).message}`,
        where: shown,
        next: 'Check user and password in the address.',
        cause: error,
      });
    }
  }
}

/** A function that does a job and says where its result is. */
function jobRunner(options: FarmWorkerOptions): (job: Job) => Promise<FarmAnswer> {
  const { remote, tasks, workers, name, folder, mostBytes, signal, onEvent } = options;
  const { signingKey } = remote.secrets();
  const blobs = new BlobStore({ remote, signal, patienceMs: STORE_PATIENCE_MS });
  const cache = new DiskCache(folder, mostBytes, blobs);

  return async ({ id, name: task, data }) => {
    const wanted = verifiedJob(data, signingKey);
    if (wanted === undefined || jobId(wanted.task, wanted.job) !== id)
      throw new RefusedJob(`'${name}' refuses a job that is not signed with its BESPOKE_CACHE_KEY`);
    const known = tasks.find((each) => each.name === wanted.task);
    if (known === undefined) throw new RefusedJob(`'${name}' has no task '${wanted.task}'`);
    onEvent({ kind: 'begun', id, task });
    const since = performance.now();
    try {
      const outcome = await cache.using(async (fetch: Fetch) => {
        const job = await fetchValue(wanted.job, fetch);
        return outcomeOf(() => workers.run(known, job, wanted.activations));
      });
      const result = await blobs.putValue(outcome);
      const seconds = (performance.now() - since) / 1000;
      onEvent({ kind: 'done', id, task, seconds });
      return signedAnswer(id, { by: name, seconds, result }, signingKey);
    } catch (error) {
      const died = error instanceof BespokeError && error.code === 'WORKER_DIED';
      const reason = `${died ? 'WORKER_DIED: ' : ''}${name}: ${(error as Error).message}`;
      if (!signal.aborted) onEvent({ kind: 'failed', id, task, reason });
      throw new Error(reason, { cause: error });
    }
  };
}

/** What came of a job: its result, or the error that it has wherever it runs. */
async function outcomeOf(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return { result: await run() };
  } catch (error) {
    if (!(error instanceof BespokeError) || PASSING.has(error.code)) throw error;
    return { failure: toFailure(error) };
  }
}
