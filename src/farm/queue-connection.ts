import type { Queue, RedisOptions, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { BespokeError } from '../errors.js';

/** Where the queue is. */
export interface QueueAddress {
  /** For messages, without user and password: `redis.example.com:6379`, `unix:///run/redis.sock`. */
  readonly shown: string;
  /** Not a plain value, so that whoever prints it prints no secret. */
  readonly url: () => string;
}

const PACKAGES = ['bullmq', 'ioredis'] as const;

/**
 * BullMQ and the client of Redis: optional peers, loaded when a farm is wanted.
 * @throws BespokeError FARM_PACKAGES where they are not installed.
 */
export async function loadQueuePackages(): Promise<{
  readonly Queue: typeof Queue;
  readonly Worker: typeof Worker;
  readonly QueueEvents: typeof import('bullmq').QueueEvents;
  readonly WaitingError: typeof import('bullmq').WaitingError;
  readonly UnrecoverableError: typeof import('bullmq').UnrecoverableError;
  readonly Redis: typeof Redis;
}> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { ...bullmq, Redis };
  } catch (cause) {
    throw new BespokeError({
      code: 'FARM_PACKAGES',
      what: 'a farm needs two packages that are not installed',
      where: 'farm.queue',
      accepted: PACKAGES.join(', '),
      next: `Run "npm install ${PACKAGES.join(' ')}".`,
      cause,
    });
  }
}

/** Longest pause between two tries to connect, in ms. */
const LONGEST_PAUSE_MS = 2000;

/** How to connect to an address; a connection that is lost is tried again for ever. */
export function redisOptions({ url }: QueueAddress): RedisOptions {
  const { protocol, hostname, port, username, password, pathname } = new URL(url());
  const place =
    protocol === 'unix:'
      ? { path: decodeURIComponent(pathname) }
      : { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? 6379 : Number(port) };
  const database = protocol === 'unix:' ? 0 : Number(pathname.slice(1) || 0);
  return {
    ...place,
    db: database,
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
    // As BullMQ demands of connections that wait for jobs.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, LONGEST_PAUSE_MS),
    connectTimeout: 5000,
    keepAlive: 5000,
  };
}

/** What `command` gives; rejects where the queue does not answer in time, which then counts as lost. */
export async function answered<T>(command: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the queue does not answer')), timeoutMs);
  });
  try {
    return await Promise.race([command, late]);
  } finally {
    clearTimeout(timer);
    // Of no use any more, and no reason to end the process.
    command.catch(() => {});
  }
}
