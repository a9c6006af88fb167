import type { Redis } from 'ioredis';
import type { FarmIdentity } from './identity.js';

/** A worker of a farm, as it announces itself. */
export interface FarmMember {
  readonly name: string;
  /** Jobs at a time. */
  readonly slots: number;
  readonly identity: FarmIdentity;
}

const KEY = 'bespoke:workers';
/** How often a worker says that it is there, and after how long without that it is not, in ms. */
export const ANNOUNCE_MS = 5000;
const GONE_MS = 4 * ANNOUNCE_MS;

/** By the clock of the queue's server, which all ask. */
async function now(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
}

export async function announce(redis: Redis, id: string, member: FarmMember): Promise<void> {
  await redis.hset(KEY, id, JSON.stringify({ ...member, seenMs: await now(redis) }));
}

export async function withdraw(redis: Redis, id: string): Promise<void> {
  await redis.hdel(KEY, id);
}

/** Those that are there now; who has been gone for long is forgotten. */
export async function membersOf(redis: Redis): Promise<readonly FarmMember[]> {
  const [all, nowMs] = await Promise.all([redis.hgetall(KEY), now(redis)]);
  const members: FarmMember[] = [];
  for (const [id, text] of Object.entries(all)) {
    const { seenMs, ...member } = JSON.parse(text) as FarmMember & { readonly seenMs: number };
    if (nowMs - seenMs <= GONE_MS) members.push(member);
    else await redis.hdel(KEY, id);
  }
  return members;
}
