import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { FarmedWorkers } from '../../src/farm/farmed-workers.js';
import { bytesText } from '../../src/quantity.js';
import { rngOf } from '../../src/random.js';
import { queueAt, remoteAt, withNginx, withRedis } from '../../test/farm/servers.js';
import { sleepers, sleepTask } from './sleepers.js';
import { withSlowness } from './slow-store.js';

export interface Simulation {
  readonly jobs: number;
  /** Jobs of the whole farm at a time, and the processes that they are spread over. */
  readonly slots: number;
  readonly processes: number;
  readonly seconds: number;
  /** Processes that are killed at random times, each replaced by a new one. */
  readonly deaths: number;
  /** Before each answer of the store, in ms. */
  readonly delayMs: number;
}

/** Bytes of a job's weights, and of its result's. */
const WEIGHTS = 2 ** 16;

/** Runs sleeping jobs on the real queue and store, and prints what these cost. */
export const simulate = (simulation: Simulation): Promise<void> =>
  withRedis((redis) =>
    withNginx((nginx) =>
      withSlowness(nginx.url, simulation.delayMs, async (store) => {
        const folder = await mkdtemp(join(tmpdir(), 'bespoke-farm-'));
        try {
          await run(simulation, redis.url, store, folder);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),
    ),
  );

async function run(
  { jobs, slots, processes, seconds, deaths }: Simulation,
  queue: string,
  store: string,
  folder: string,
): Promise<void> {
  const key = process.env.BESPOKE_CACHE_KEY ?? 'simulated '.repeat(4);
  const each = Math.round(slots / processes);
  let started = 0;
  const start = async (): Promise<ChildProcess> => {
    const name = `worker-${started++}`;
    const child = fork(
      join(import.meta.dirname, 'sleeping-worker.ts'),
      [queue, store, join(folder, name), name, String(each)],
      { env: { ...process.env, BESPOKE_CACHE_KEY: key } },
    );
    await once(child, 'message');
    return child;
  };
  const children: ChildProcess[] = [];
  for (let index = 0; index < processes; index++) children.push(await start());
  const workers = new FarmedWorkers(sleepers(1), {
    queue: queueAt(queue),
    remote: remoteAt(store, key),
    tasks: [sleepTask],
    engine: async () => 'cpu',
    isFile: () => false,
    signal: new AbortController().signal,
    onWarning: (message) => console.error(message),
  });
  const redis = new Redis(queue);
  const before = await usedBytes(redis);
  let most = before;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      most = Math.max(most, await usedBytes(redis));
      await sleep(500);
    }
  })();

  // Known to the builder before the clock runs: a build has been going for a while when it has jobs to give out.
  await workers.run(sleepTask, { number: -1, ms: 3000, weights: new Float32Array(1) });
  const since = performance.now();
  const killing = (async () => {
    const rng = rngOf(1, 'deaths');
    const ideal = (1000 * jobs * seconds) / (slots + 1);
    for (let death = 0; death < deaths; death++) {
      await sleep(ideal / (deaths + 1));
      if (isOver) return;
      const at = Math.floor(rng.next() * children.length);
      children[at]!.kill('SIGKILL');
      children[at] = await start();
    }
  })();
  const done = await Promise.all(
    Array.from({ length: jobs }, async (_, number) => {
      const weights = new Float32Array(WEIGHTS / 4).fill(number);
      const job = { number, ms: 1000 * seconds, weights };
      const result = await workers.run<{ readonly number: number; readonly weights: Float32Array }>(
        sleepTask,
        job,
      );
      return result.number === number && result.weights.every((value) => value === number + 1);
    }),
  );
  const took = (performance.now() - since) / 1000;
  isOver = true;
  await Promise.all([watching, killing]);
  const ideal = (jobs * seconds) / (slots + 1);
  const { sentBytes, fetchedBytes } = workers.traffic;
  const away = workers.work.reduce((sum, { jobs: count }) => sum + count, 0);
  console.log(
    [
      `${jobs} jobs of ${seconds} s on ${slots} + 1 workers in ${processes} processes, ${deaths} of them killed`,
      `  ${done.filter(Boolean).length} right, ${away} of them by the farm`,
      `  ${took.toFixed(1)} s; ${ideal.toFixed(1)} s without any queue: ${Math.round((100 * ideal) / took)} % of the ideal speed`,
      `  the queue held ${bytesText(most - before)} at most (${bytesText((most - before) / jobs)} a job)`,
      `  through the store: ${bytesText(sentBytes)} of inputs, ${bytesText(fetchedBytes)} of results`,
    ].join('\n'),
  );
  redis.disconnect();
  await workers.close();
  for (const child of children) child.kill('SIGKILL');
}

async function usedBytes(redis: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
}
