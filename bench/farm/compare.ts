import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contents } from '../../src/cli/cache-state.js';
import { loadPlan } from '../../src/config/load-plan.js';
import { elsewhereText } from '../../src/farm/elsewhere.js';
import { build } from '../../src/pipeline/build.js';
import type { BuildResult } from '../../src/pipeline/result.js';
import { bytesText } from '../../src/quantity.js';
import { rngOf } from '../../src/random.js';
import { sha256 } from '../../src/store/key.js';
import { type Server, withNginx, withRedis } from '../../test/farm/servers.js';
import { type CifarData, cifarConfig, cifarData } from '../cifar.js';
import { SMALL_EFFORT } from '../quality/options.js';
import { smallData } from '../quality/small-data.js';

export interface Comparison {
  readonly data: string;
  readonly cache: string;
  /** How often workers, the queue and the store are killed during the build with the farm. */
  readonly kills: { readonly workers: number; readonly queue: number; readonly store: number };
  /** Of both, in turn. */
  readonly rounds: number;
}

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const KEY = 'compared '.repeat(4);

/** ResNet-56 on a fifth of CIFAR-10 at half the MACs: two local workers against one and two of a farm, in turn. */
export async function compare({ data, cache, kills, rounds }: Comparison): Promise<void> {
  const small = smallData(cifarData(data, cache), cache);
  const times = { alone: [] as number[], farm: [] as number[] };
  const hashes = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const alone = await built(small, join(cache, `alone-${round}`), { workers: 2 });
    times.alone.push(alone.seconds);
    hashes.add(alone.hash);
    console.log(`alone: ${alone.seconds.toFixed(0)} s, ${alone.hash.slice(0, 12)}, ${qualityOf(alone)}`);
    await withRedis((redis) =>
      withNginx(async (store) => {
        const workers = new KilledWorkers(redis.url, store.url, join(cache, `workers-${round}`));
        await workers.start();
        const during = new AbortController();
        // Spread over the time that a build alone takes.
        const killing = killInTurn(kills, alone.seconds, workers, redis, store, during.signal);
        process.env.BESPOKE_CACHE_KEY = KEY;
        const farm = await built(small, join(cache, `farm-${round}`), {
          workers: 1,
          remote: { url: store.url, write: true },
          queue: redis.url,
        });
        delete process.env.BESPOKE_CACHE_KEY;
        during.abort();
        const killed = await killing;
        await workers.end();
        times.farm.push(farm.seconds);
        hashes.add(farm.hash);
        const log = await readFile(store.log, 'utf8');
        const entries = [...log.matchAll(/"PUT (\/ac\/\S+)[^"]*" 20/g)].map(([, path]) => path);
        console.log(`with a farm: ${farm.seconds.toFixed(0)} s, ${farm.hash.slice(0, 12)}; ${killed}`);
        console.log(`  ${elsewhereText(farm.result)}`);
        console.log(`  ${entries.length} results went to the store, ${new Set(entries).size} different ones`);
        console.log(`  the store holds ${bytesText((await contents(join(store.directory, 'data'))).bytes)}`);
      }),
    );
  }
  const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);
  console.log(
    `${hashes.size === 1 ? 'same bytes' : `${hashes.size} different results`}; with the farm ${(sum(times.farm) / sum(times.alone)).toFixed(3)} times as long`,
  );
}

interface Built {
  readonly result: BuildResult;
  readonly seconds: number;
  readonly hash: string;
}

/** Of the one student. */
function qualityOf({ result }: Built): string {
  const { quality } = result.models[0]!.artifacts[0]!.entry;
  return `${quality.metric} ${quality.value.toFixed(4)}`;
}

async function built(
  data: CifarData,
  directory: string,
  options: {
    readonly workers: number;
    readonly remote?: { readonly url: string; readonly write: boolean };
    readonly queue?: string;
  },
): Promise<Built> {
  await rm(directory, { recursive: true, force: true });
  const { workers, remote, queue } = options;
  const config = cifarConfig(data, directory, [], SMALL_EFFORT);
  const target = { name: 'half', runtime: 'onnxruntime-node/cpu', threads: 1, budget: { macs: '50%' } };
  const plan = await loadPlan({
    cwd: process.cwd(),
    inline: {
      ...config,
      targets: [{ ...target, onMiss: 'warn' }],
      engine: 'cpu',
      cache: { directory, ...(remote && { remote }) },
      ...(queue && { farm: { queue } }),
    },
    overrides: { workers },
  });
  let stage = '';
  const since = performance.now();
  const result = await build(plan, {
    signal: new AbortController().signal,
    onProgress: (event) => {
      if (event.stage === stage) return;
      stage = event.stage;
      console.error(`${((performance.now() - since) / 1000).toFixed(0)} s: ${stage}`);
    },
    onWarning: (message) => console.error(message),
    clock: () => performance.now(),
  });
  const seconds = (performance.now() - since) / 1000;
  const bytes = result.models.flatMap(({ artifacts }) => artifacts.map((artifact) => artifact.bytes));
  return { result, seconds, hash: sha256(Buffer.concat(bytes)) };
}

/** Two `bespoke worker`, each begun anew when it was killed. */
class KilledWorkers {
  readonly #queue: string;
  readonly #cache: string;
  readonly #folder: string;
  readonly #children: ChildProcess[] = [];

  constructor(queue: string, cache: string, folder: string) {
    this.#queue = queue;
    this.#cache = cache;
    this.#folder = resolve(folder);
  }

  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const number of [0, 1]) this.#children[number] = await this.#worker(number);
  }

  async kill(number: number): Promise<void> {
    this.#children[number]!.kill('SIGKILL');
    this.#children[number] = await this.#worker(number);
  }

  async end(): Promise<void> {
    for (const child of this.#children) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
  }

  async #worker(number: number): Promise<ChildProcess> {
    const folder = join(this.#folder, String(number));
    const args = ['--workers', '1', '--engine', 'cpu', '--name', `worker-${number}`, '--folder', folder];
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, 'worker', ...args], {
      env: {
        ...process.env,
        BESPOKE_QUEUE: this.#queue,
        BESPOKE_CACHE_URL: this.#cache,
        BESPOKE_CACHE_KEY: KEY,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await once(child.stderr!, 'data');
    child.stderr!.resume();
    return child;
  }
}

/** Kills at even distances over the time, the kinds mixed. */
async function killInTurn(
  kills: Comparison['kills'],
  seconds: number,
  workers: KilledWorkers,
  queue: Server,
  store: Server,
  signal: AbortSignal,
): Promise<string> {
  const kinds = [
    ...Array.from({ length: kills.workers }, () => 'worker'),
    ...Array.from({ length: kills.queue }, () => 'queue'),
    ...Array.from({ length: kills.store }, () => 'store'),
  ];
  const rng = rngOf(1, 'kills');
  const order = kinds.map((kind) => ({ kind, at: rng.next() })).sort((one, other) => one.at - other.at);
  const done = new Map<string, number>();
  for (const { kind } of order) {
    await sleep((1000 * seconds) / (order.length + 1), undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    if (kind === 'worker') await workers.kill(rng.next() < 0.5 ? 0 : 1);
    else {
      const server = kind === 'queue' ? queue : store;
      await server.kill();
      await sleep(1000);
      await server.start();
    }
    done.set(kind, (done.get(kind) ?? 0) + 1);
  }
  if (done.size === 0) return 'nothing was killed';
  return `killed: ${[...done].map(([kind, count]) => `${kind} ${count} times`).join(', ')}`;
}
