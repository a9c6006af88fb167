import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker as QueueWorker } from 'bullmq';
import { Redis } from 'ioredis';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { farmFindings } from '../../src/cli/farm-findings.js';
import type { FarmWorkerEvent } from '../../src/farm/farm-worker.js';
import { FarmedWorkers } from '../../src/farm/farmed-workers.js';
import { farmIdentity, queueName } from '../../src/farm/identity.js';
import { announce } from '../../src/farm/members.js';
import { createWorkers, type Workers } from '../../src/runtime/workers.js';
import { inDirectory } from '../store/temporary-directory.js';
import { queueAt, remoteAt, type Server, withNginx, withRedis } from './servers.js';
import { dieTask, doubleTask, refuseTask, sumOfFileTask, testTasks } from './test-tasks.js';

const KEY = randomBytes(32).toString('hex');

interface Farm {
  readonly redis: Server;
  readonly store: Server & { readonly directory: string; readonly log: string };
  readonly directory: string;
  /** Starts a worker process; it is there when this resolves. */
  worker(name: string, options?: { readonly slots?: number; readonly key?: string }): Promise<Worker>;
  /** The workers of a build, of one process unless told. */
  builder(options?: {
    readonly local?: number;
    readonly key?: string;
    readonly signal?: AbortSignal;
  }): Builder;
}

interface Worker {
  readonly child: ChildProcess;
  readonly events: FarmWorkerEvent[];
}

interface Builder {
  readonly workers: FarmedWorkers;
  readonly warnings: string[];
}

/** Runs a test with a queue, a store and a folder of its own. */
const inFarm = (use: (farm: Farm) => Promise<void>): Promise<void> =>
  withRedis((redis) =>
    withNginx((store) =>
      inDirectory(async (directory) => {
        const children: ChildProcess[] = [];
        const builders: Workers[] = [];
        const farm: Farm = {
          redis,
          store,
          directory,
          async worker(name, { slots = 1, key = KEY } = {}) {
            const events: FarmWorkerEvent[] = [];
            const child = fork(
              join(import.meta.dirname, 'worker-process.js'),
              [redis.url, store.url, join(directory, name), name, String(slots)],
              { env: { ...process.env, TEST_KEY: key } },
            );
            children.push(child);
            child.on('message', (event) => events.push(event as FarmWorkerEvent));
            await until(() => events.some(({ kind }) => kind === 'ready'));
            return { child, events };
          },
          builder({ local = 1, key = KEY, signal = new AbortController().signal } = {}) {
            const warnings: string[] = [];
            const workers = new FarmedWorkers(createWorkers({ workers: local, signal }), {
              queue: queueAt(redis.url),
              remote: remoteAt(store.url, key),
              tasks: testTasks,
              engine: async () => 'cpu',
              isFile: (text) => text.startsWith(join(directory, 'scratch')),
              signal,
              onWarning: (message) => warnings.push(message),
              limits: { storePatienceMs: 3000, queuePatienceMs: 3000, sweepMs: 300 },
            });
            builders.push(workers);
            return { workers, warnings };
          },
        };
        try {
          await use(farm);
        } finally {
          await Promise.all(builders.map((each) => each.close()));
          for (const child of children) {
            if (child.exitCode !== null || child.signalCode !== null) continue;
            child.kill('SIGKILL');
            await once(child, 'exit');
          }
        }
      }),
    ),
  );

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries++) {
    if (tries > 600) throw new Error('it does not come');
    await sleep(50);
  }
}

/** Jobs that differ, with arrays large enough to travel by themselves. */
const jobs = (count: number, ms: number) =>
  Array.from({ length: count }, (_, number) => ({
    values: new Float32Array(20_000).fill(number + 1),
    ms,
    number,
  }));

/** Runs all; each must give twice its number. */
async function runAll(workers: Workers, count: number, ms: number): Promise<void> {
  const results = await Promise.all(
    jobs(count, ms).map((job) => workers.run<{ readonly values: Float32Array }>(doubleTask, job)),
  );
  for (const [number, { values }] of results.entries()) {
    assert.is(values.length, 20_000);
    assert.ok(
      values.every((value) => value === 2 * (number + 1)),
      `result ${number}`,
    );
  }
}

const jobsAway = ({ workers }: Builder): number => workers.work.reduce((sum, { jobs }) => sum + jobs, 0);

const queueOf = ({ redis }: Farm): Queue =>
  new Queue(queueName(farmIdentity('cpu')), { connection: { url: redis.url } });

test('jobs are shared out, and come back as if they had run here', () =>
  inFarm(async (farm) => {
    await farm.worker('one');
    await farm.worker('two');
    const builder = farm.builder();
    await runAll(builder.workers, 24, 200);
    const { work } = builder.workers;
    assert.equal(work.map(({ machine }) => machine).sort(), ['one', 'two']);
    assert.ok(jobsAway(builder) >= 8 && jobsAway(builder) < 24, `${jobsAway(builder)} jobs`);
    assert.ok(work.every(({ seconds }) => seconds > 0.1));
    assert.equal(builder.warnings, []);
    const queue = queueOf(farm);
    assert.equal(await queue.getJobCounts('waiting', 'active', 'failed'), {
      waiting: 0,
      active: 0,
      failed: 0,
    });
    await queue.close();
  }));

test('files travel, and an error is the one that the task threw', () =>
  inFarm(async (farm) => {
    await farm.worker('one', { slots: 2 });
    const path = join(farm.directory, 'scratch');
    await writeFile(path, new Uint8Array(70_000_000).fill(1));
    const builder = farm.builder();
    // Here everything waits behind this one.
    const first = builder.workers.run(doubleTask, { values: new Float32Array(4), ms: 4000 });
    const sum = builder.workers.run<number>(sumOfFileTask, { path });
    const refused = builder.workers.run(refuseTask, { ms: 50 }).catch((error: unknown) => error);
    assert.is(await sum, 70_000_000);
    const error = (await refused) as Error & { code: string; problem: unknown };
    assert.is(error.code, 'TEST_REFUSED');
    assert.is(error.message, 'here: the job is refused; got 3');
    assert.is(jobsAway(builder), 2);
    await first;
    assert.equal(builder.warnings, []);
    // Its bound is 4 MiB.
    await until(async () =>
      (await readdir(join(farm.directory, 'one'))).every((name) => !name.endsWith('.file')),
    );
  }));

test('a worker that is killed gives its job back', () =>
  inFarm(async (farm) => {
    const killed = await farm.worker('killed');
    await farm.worker('other');
    const builder = farm.builder();
    const all = runAll(builder.workers, 16, 400);
    await until(() => killed.events.filter(({ kind }) => kind === 'begun').length >= 2);
    killed.child.kill('SIGKILL');
    await all;
    assert.ok(builder.workers.work.some(({ machine }) => machine === 'other'));
  }));

test('a worker that is told to stop gives its job back at once', () =>
  inFarm(async (farm) => {
    const stopped = await farm.worker('stopped');
    const builder = farm.builder();
    const all = runAll(builder.workers, 4, 1000);
    await until(() => stopped.events.some(({ kind }) => kind === 'begun'));
    stopped.child.kill('SIGTERM');
    await once(stopped.child, 'exit');
    assert.is(stopped.child.exitCode, 0);
    assert.ok(stopped.events.some(({ kind }) => kind === 'given back'));
    const since = performance.now();
    await all;
    assert.ok(performance.now() - since < 15_000, 'without waiting for its lock to lapse');
  }));

test('a queue that is killed and comes back loses nothing, and one that stays away neither', () =>
  inFarm(async (farm) => {
    await farm.worker('one');
    const builder = farm.builder();
    const all = runAll(builder.workers, 20, 300);
    await until(() => jobsAway(builder) >= 2);
    await farm.redis.kill();
    await sleep(1000);
    await farm.redis.start();
    await all;

    const other = farm.builder();
    const rest = runAll(other.workers, 21, 250);
    await until(() => jobsAway(other) >= 2);
    await farm.redis.kill();
    await rest;
    assert.is(other.warnings.length, 1, other.warnings.join('\n'));
    assert.match(other.warnings[0]!, 'the farm at the queue cannot be relied on: the queue does not answer');
  }));

test('a store that is killed, and one that lies, cost time only', () =>
  inFarm(async (farm) => {
    await farm.worker('one');
    const builder = farm.builder();
    const all = runAll(builder.workers, 20, 300);
    await until(() => jobsAway(builder) >= 2);
    await farm.store.kill();
    await sleep(700);
    await farm.store.start();
    await all;

    const other = farm.builder();
    const rest = runAll(other.workers, 30, 300);
    await until(() => jobsAway(other) >= 1);
    const folder = join(farm.store.directory, 'data/cas');
    for (let round = 0; round < 10; round++) {
      for (const name of await readdir(folder)) await writeFile(join(folder, name), 'no').catch(() => {});
      await sleep(200);
    }
    await rest;
    assert.ok(other.warnings.length >= 1);
  }));

test('jobs and answers that are signed with another key are refused', () =>
  inFarm(async (farm) => {
    const { events } = await farm.worker('stranger', { key: 'another key, as long as the one of the build' });
    const builder = farm.builder();
    await runAll(builder.workers, 6, 300);
    assert.is(jobsAway(builder), 0);
    assert.not(events.some(({ kind }) => kind === 'begun'));
    assert.match(
      builder.warnings.join('\n'),
      "'stranger' refuses a job that is not signed with its BESPOKE_CACHE_KEY",
    );

    // Whoever reaches the queue can take jobs and answer them. First the builder has to see somebody.
    const answer = { by: 'nobody', seconds: 1, result: { sha256: 'a'.repeat(64), size: 1 }, signature: 'x' };
    const forger = new QueueWorker(queueName(farmIdentity('cpu')), async () => answer, {
      connection: { url: farm.redis.url },
    });
    const forged = farm.builder();
    await runAll(forged.workers, 8, 300);
    assert.is(jobsAway(forged), 0);
    assert.match(forged.warnings.join('\n'), 'an answer is not signed with BESPOKE_CACHE_KEY');
    await forger.close();
  }));

test('a job that ends every process fails after three tries, with what it had', () =>
  inFarm(async (farm) => {
    const { events } = await farm.worker('one');
    const builder = farm.builder();
    const first = builder.workers.run(doubleTask, { values: new Float32Array(4), ms: 8000 });
    const poison = builder.workers.run(dieTask, { spares: process.pid }).catch((error: unknown) => error);
    const error = (await poison) as Error & { code: string };
    assert.is(error.code, 'WORKER_DIED');
    assert.match(
      error.message,
      /^a job failed on the workers of the farm: one: the worker process ended \(exit status 7\)/,
    );
    assert.is(events.filter(({ kind }) => kind === 'failed').length, 3);
    await first;
  }));

test('the same work asked twice is done once', () =>
  inFarm(async (farm) => {
    const { events } = await farm.worker('one', { slots: 2 });
    const builders = [farm.builder(), farm.builder()];
    const blocking = builders.map(({ workers }, number) =>
      workers.run(doubleTask, { values: new Float32Array(4), ms: 5000, number }),
    );
    await sleep(1500);
    const values = new Float32Array(20_000).fill(3);
    const results = await Promise.all(
      builders.map(({ workers }) => workers.run<{ values: Float32Array }>(doubleTask, { values, ms: 1000 })),
    );
    for (const result of results) assert.is(result.values[0], 6);
    assert.is(events.filter(({ kind }) => kind === 'begun').length, 1);
    await Promise.all(blocking);
    assert.equal(builders.map(jobsAway), [1, 1]);
  }));

test('an interrupted build takes its waiting jobs back', () =>
  inFarm(async (farm) => {
    await farm.worker('one');
    const controller = new AbortController();
    const builder = farm.builder({ signal: controller.signal });
    const reason = new Error('interrupted');
    const all = Promise.allSettled(jobs(8, 2000).map((job) => builder.workers.run(doubleTask, job)));
    const queue = queueOf(farm);
    await until(async () => (await queue.getJobCountByTypes('active', 'waiting')) >= 2);
    controller.abort(reason);
    for (const result of await all) assert.ok(result.status === 'rejected' && result.reason === reason);
    await until(async () => (await queue.getJobCountByTypes('waiting', 'delayed', 'prioritized')) === 0);
    await queue.close();
  }));

test('a worker of another kind gets nothing, and is named once', () =>
  inFarm(async (farm) => {
    const redis = new Redis(farm.redis.url);
    const identity = { ...farmIdentity('cpu'), onnxruntime: '1.20.0' };
    await announce(redis, 'old one', { name: 'old', slots: 4, identity });
    const builder = farm.builder();
    await runAll(builder.workers, 4, 300);
    assert.is(builder.warnings.length, 1);
    assert.match(
      builder.warnings[0]!,
      /^the worker 'old' of the farm gets no jobs of this build: it has onnxruntime-node 1\.20\.0, here 1\./,
    );
    redis.disconnect();
  }));

test('doctor says who works there, and what the queue lacks', () =>
  inFarm(async (farm) => {
    await farm.worker('one', { slots: 3 });
    const redis = new Redis(farm.redis.url);
    const identity = { ...farmIdentity('cpu'), bespoke: '0.0.1' };
    await announce(redis, 'old one', { name: 'old', slots: 4, identity });
    const plan = { farm: queueAt(farm.redis.url), engine: 'cpu' } as const;
    const good = await farmFindings(plan);
    assert.equal(
      good
        .map(
          ({ state, subject, detail }) => `${state} ${subject} ${detail.replace(/Redis [\d.]+/, 'Redis N')}`,
        )
        .sort(),
      [
        `absent farm worker old: takes no jobs of this machine, since it has bespoke 0.0.1, here ${farmIdentity('cpu').bespoke}`,
        'good farm queue the queue: Redis N, 0 jobs wait',
        'good farm worker one: 3 at a time',
      ],
    );
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await redis.config('SET', 'appendonly', 'no');
    const lossy = await farmFindings(plan);
    assert.match(lossy.find(({ state }) => state === 'bad')!.detail, "maxmemory-policy is 'allkeys-lru'");
    assert.ok(lossy.some(({ detail }) => detail.startsWith('without an append-only file')));
    redis.disconnect();
    await farm.redis.kill();
    const [gone] = await farmFindings(plan);
    assert.is(gone!.state, 'bad');
    assert.match(gone!.detail, 'ECONNREFUSED');
  }));

test('a farm that is not there costs nothing but a warning', () =>
  inFarm(async (farm) => {
    await farm.redis.kill();
    const builder = farm.builder({ local: 2 });
    await runAll(builder.workers, 6, 100);
    await until(() => builder.warnings.length > 0);
    assert.match(builder.warnings[0]!, 'the farm at the queue cannot be relied on');
  }));

test.run();
