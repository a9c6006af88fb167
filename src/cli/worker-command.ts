import { availableParallelism, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { amountOf, BYTE_FACTORS, factorOf } from '../config/amount.js';
import { queueOf } from '../config/farm-plan.js';
import { memoryOf } from '../config/memory-plan.js';
import { didYouMean } from '../config/nearest.js';
import { type BuildPlan, engines, type FarmPlan, type RemotePlan } from '../config/plan.js';
import { remoteOf } from '../config/remote-plan.js';
import { BespokeError, type Problem } from '../errors.js';
import type { FarmWorkerEvent } from '../farm/farm-worker.js';
import { withLock } from '../store/lock.js';
import type { Console } from './console.js';
import { exitStatus } from './exit-status.js';
import { listenForInterruption } from './in-progress.js';

export interface WorkerOptions {
  readonly cwd: string;
  readonly queue: string | undefined;
  readonly cache: string | undefined;
  readonly workers: number | undefined;
  readonly memory: string | undefined;
  readonly engine: string | undefined;
  /** From `cwd`. */
  readonly folder: string;
  readonly disk: string;
  readonly name: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Why a folder is left to another worker. */
const TAKEN = new Error('another worker has it');

/** `bespoke worker`: does jobs of a farm until it is interrupted. Gives the exit status. */
export async function workerCommand(
  options: WorkerOptions,
  console: Console,
  environment: Environment,
): Promise<number> {
  const settings = settingsOf(options, environment);
  const { signal, dispose } = listenForInterruption(() =>
    console.note('bespoke: jobs under way go back to the queue. Press Ctrl-C again to quit now.\n'),
  );
  try {
    await inOwnFolder(resolve(options.cwd, options.folder), (folder) =>
      work({ ...settings, folder }, signal, console),
    );
    return exitStatus.done;
  } catch (error) {
    if (signal.aborted) return exitStatus.done;
    throw error;
  } finally {
    dispose();
  }
}

interface Settings {
  readonly queue: FarmPlan;
  readonly remote: RemotePlan;
  readonly count: number;
  readonly memory: number;
  readonly engine: BuildPlan['engine'];
  readonly mostBytes: number;
  readonly name: string;
}

async function work(
  settings: Settings & { readonly folder: string },
  signal: AbortSignal,
  console: Console,
): Promise<void> {
  const { queue, remote, count, memory, mostBytes, name, folder } = settings;
  const [{ createWorkers }, { farmedTasks }, { chosenEngine }, { workForFarm }] = await Promise.all([
    import('../runtime/workers.js'),
    import('../pipeline/farmed-tasks.js'),
    import('../pipeline/choose-engine.js'),
    import('../farm/farm-worker.js'),
  ]);
  const workers = createWorkers({ workers: count, signal, memory, largePages: true, retries: 0 });
  try {
    const engine = await chosenEngine(settings.engine, workers, (warning) =>
      console.note(`bespoke: ${warning}\n`),
    );
    const tell = (event: FarmWorkerEvent): void => console.note(`${lineOf(event)}\n`);
    console.note(
      `bespoke: worker '${name}': ${count} ${count === 1 ? 'job' : 'jobs'} at a time by engine '${engine}', queue at ${queue.shown}, cache at ${new URL(remote.url).host}\n`,
    );
    await workForFarm({
      queue,
      remote,
      tasks: farmedTasks,
      workers,
      name,
      engine,
      folder,
      mostBytes,
      signal,
      onEvent: tell,
    });
  } finally {
    await workers.close();
  }
}

/** Each worker of a machine has a folder of its own in the one that is given; the next one to start takes it over. */
async function inOwnFolder<T>(folder: string, run: (own: string) => Promise<T>): Promise<T> {
  for (let number = 0; ; number++) {
    const own = join(folder, String(number));
    const taken = new AbortController();
    try {
      return await withLock(own, () => run(own), {
        signal: taken.signal,
        onWait: () => taken.abort(TAKEN),
      });
    } catch (error) {
      if (error !== TAKEN) throw error;
    }
  }
}

function lineOf(event: FarmWorkerEvent): string {
  if (event.kind === 'ready') return 'waiting for jobs';
  if (event.kind === 'again') return 'the queue is there again';
  if (event.kind === 'lost') return `the queue does not answer (${event.reason}); waiting for it`;
  const job = `${event.task} ${event.id.slice(4, 12)}`;
  if (event.kind === 'done') return `${job} done, ${event.seconds.toFixed(1)} s`;
  if (event.kind === 'failed') return `${job} failed: ${event.reason}`;
  return `${job} ${event.kind}`;
}

/** What options and environment say. @throws BespokeError for the first mistake. */
function settingsOf(options: WorkerOptions, environment: Environment): Settings {
  const problems: Problem[] = [];
  const memory = memoryOf(options.memory, problems);
  const queue = queueOf(needed(options.queue, environment, '--queue', 'BESPOKE_QUEUE'), '--queue', problems);
  const url = needed(options.cache, environment, '--cache', 'BESPOKE_CACHE_URL');
  const remote = remoteOf({ url, write: true }, environment, problems, {
    address: '--cache',
    whole: '--cache',
  });
  const [problem] = problems;
  if (problem !== undefined)
    throw new BespokeError(problem.where === 'memory' ? { ...problem, where: '--memory' } : problem);
  const { engine = 'auto' } = options;
  if (!engines.includes(engine as BuildPlan['engine']))
    throw new BespokeError({
      code: 'OPTION_VALUE',
      what: 'no engine has this name',
      where: '--engine',
      value: engine,
      accepted: engines.map((name) => `'${name}'`).join(', '),
      next: didYouMean(engine, engines),
    });
  return {
    queue: queue!,
    remote: remote as RemotePlan,
    count: options.workers ?? availableParallelism(),
    memory,
    engine: engine as BuildPlan['engine'],
    mostBytes: diskOf(options.disk),
    name: options.name ?? hostname(),
  };
}

function needed(value: string | undefined, environment: Environment, option: string, name: string): string {
  const given = value ?? environment[name] ?? '';
  if (given !== '') return given;
  throw new BespokeError({
    code: 'OPTION_MISSING',
    what: 'the address is not given',
    where: option,
    accepted: `an address, or ${name} in the environment`,
  });
}

function diskOf(value: string): number {
  const { amount, unit } = amountOf(value);
  const factor = factorOf(BYTE_FACTORS, unit);
  if (amount !== undefined && amount > 0 && factor !== undefined) return amount * factor;
  throw new BespokeError({
    code: 'OPTION_VALUE',
    what: 'not an amount of disk',
    where: '--disk',
    value,
    accepted: "a size with a unit: '20GiB', '500MB'",
  });
}
