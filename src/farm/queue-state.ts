import type { EngineName } from '../runtime/engine.js';
import { difference, type FarmIdentity, farmIdentity, queueName } from './identity.js';
import { type FarmMember, membersOf } from './members.js';
import { answered, loadQueuePackages, type QueueAddress, redisOptions } from './queue-connection.js';

/** What a queue's server says of itself, and who works there. */
export interface QueueState {
  readonly version: string;
  /** What it does when its memory is full; anything but 'noeviction' loses jobs. */
  readonly eviction: string;
  /** Whether jobs outlive a crash of the server. */
  readonly isKept: boolean;
  readonly members: readonly (FarmMember & {
    /** From this machine; undefined where the worker takes jobs of this machine. */
    readonly difference: string | undefined;
  })[];
  /** Jobs for workers like this machine. */
  readonly waiting: number;
}

const PATIENCE_MS = 5000;

/** @throws BespokeError FARM_PACKAGES; Error where the server does not answer, or refuses. */
export async function queueState(address: QueueAddress, engine: EngineName): Promise<QueueState> {
  const { Redis, Queue } = await loadQueuePackages();
  const redis = new Redis(redisOptions(address));
  let reason = 'no answer';
  redis.on('error', (error: Error) => {
    reason = error.message;
  });
  try {
    const own: FarmIdentity = farmIdentity(engine);
    const info = await answered(redis.info(), PATIENCE_MS).catch((error: Error) => {
      throw error.name === 'ReplyError' ? error : new Error(reason);
    });
    const setting = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
    const queue = new Queue(queueName(own), { connection: redis });
    queue.on('error', () => {});
    const [members, waiting] = await answered(
      Promise.all([membersOf(redis), queue.getJobCountByTypes('waiting', 'delayed')]),
      PATIENCE_MS,
    );
    return {
      version: setting('redis_version'),
      eviction: setting('maxmemory_policy'),
      isKept: setting('aof_enabled') === '1',
      members: members.map((member) => ({ ...member, difference: difference(own, member.identity) })),
      waiting,
    };
  } finally {
    redis.disconnect();
  }
}
