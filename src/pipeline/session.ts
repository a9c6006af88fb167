import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { WHY_ALONE } from '../config/farm-plan.js';
import type { BuildPlan, TargetEnvironment, TargetPlan } from '../config/plan.js';
import type { FarmWork } from '../farm/elsewhere.js';
import { FarmedWorkers } from '../farm/farmed-workers.js';
import type { Latencies } from '../measure/latencies.js';
import { openLatencySource } from '../measure/open-latency-source.js';
import { profiledLatencies } from '../measure/profile/profiled-latencies.js';
import { StoredLatencies } from '../measure/profile/stored-latencies.js';
import type { Graph } from '../onnx/graph.js';
import { readGraph } from '../onnx/read-graph.js';
import { writeGraph } from '../onnx/write-graph.js';
import { bytesText } from '../quantity.js';
import type { EngineName } from '../runtime/engine.js';
import { createWorkers, type Workers } from '../runtime/workers.js';
import { countedStore, type StoreCounts } from '../store/counted-store.js';
import { canonicalJson, sha256 } from '../store/key.js';
import { isAlive } from '../store/leftovers.js';
import type { Store } from '../store/store.js';
import { chosenEngine } from './choose-engine.js';
import { farmedTasks } from './farmed-tasks.js';
import type { BuildContext } from './result.js';
import { WeightsOnDisk } from './weights-on-disk.js';

/** Opens what measures the latencies of a target live. */
export type OpenSource = typeof openLatencySource;

/** What every step of one build works with. */
export interface BuildSession {
  readonly plan: BuildPlan;
  readonly context: BuildContext;
  readonly store: Store;
  /** Of the store, since the session was opened. */
  counts(): StoreCounts;
  /**
   * Processes for models; they start when the first job comes, so a build that finds everything in the store starts
   * none.
   */
  readonly workers: Workers;
  /** What other machines did so far; undefined where there is no farm. */
  farmWork(): readonly FarmWork[] | undefined;
  /** Its process and its number there: `4711-0`. */
  readonly id: string;
  /** Folder of large files that can be made again: packed data sets, activations. */
  readonly scratch: string;
  /** Files of it that were made in this build, or are known to be sound. */
  readonly checked: Set<string>;
  /** What trains here; 'auto' is decided by a probe in a worker when first asked. */
  engine(): Promise<EngineName>;
  /** Latencies of a kind of target; the same for all that agree in it. */
  latency(environment: TargetEnvironment): Promise<Latencies>;
  /** A network that waits: its large weights are read from the disk when they are asked for, until the session ends. */
  onDisk(graph: Graph): Graph;
  /** Ends all processes. */
  close(): Promise<void>;
  /** Result of `make`, or what the store has under `key`; who asks while it is being made waits for it. */
  bytes(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array>;
  json<T>(key: string, make: () => Promise<T>): Promise<T>;
  graph(key: string, make: () => Promise<Graph>): Promise<Graph>;
}

const open = new Set<string>();
let opened = 0;

/** Whether the session of an id is under way, in whatever process. */
export const isOpen = (id: string): boolean => {
  const pid = Number.parseInt(id, 10);
  return pid === process.pid ? open.has(id) : isAlive(pid);
};

export function openSession(
  plan: BuildPlan,
  context: BuildContext,
  asGiven: Store,
  openSource: OpenSource = openLatencySource,
): BuildSession {
  const { store, counts } = countedStore(asGiven);
  const underWay = new Map<string, Promise<Uint8Array>>();
  const made = async (key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    context.signal.throwIfAborted();
    const found = await store.get(key);
    if (found !== undefined) return found;
    const result = await make();
    await store.put(key, result);
    return result;
  };
  const bytes = (key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const started = made(key, make).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };
  const scratch = join(plan.cacheDirectory, 'scratch');
  const local = createWorkers({
    workers: plan.workers,
    signal: context.signal,
    memory: plan.memory,
    largePages: true,
    onExceeded: onceTold(plan, context),
  });
  let engine: Promise<EngineName> | undefined;
  const engineOnce = (): Promise<EngineName> => {
    engine ??= chosenEngine(plan.engine, local, context.onWarning);
    return engine;
  };
  const farmed = farmedWorkers(plan, context, local, scratch, engineOnce);
  const workers = farmed ?? local;
  const sources = new Map<string, Promise<Latencies>>();
  const openLatencies = async (environment: TargetEnvironment): Promise<Latencies> => {
    const { runtime, threads, profile } = environment;
    if (profile !== undefined) return profiledLatencies(profile, targetOf(plan, environment));
    return new StoredLatencies(
      await openSource({ runtime, threads }, plan.browser, context.signal),
      store,
      environment,
    );
  };
  const weights = new WeightsOnDisk(scratch);
  const id = `${process.pid}-${opened++}`;
  open.add(id);
  return {
    id,
    plan,
    context,
    store,
    counts,
    workers,
    farmWork: () => farmed?.work,
    engine: engineOnce,
    latency(environment) {
      const key = environmentKey(environment);
      const source = sources.get(key) ?? openLatencies(environment);
      sources.set(key, source);
      return source;
    },
    onDisk: (graph) => weights.put(graph),
    async close() {
      const asked = await Promise.allSettled(sources.values());
      const closing = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value.close()] : []));
      await Promise.all([workers.close(), ...closing]);
      weights.close();
      open.delete(id);
    },
    scratch,
    checked: new Set(),
    bytes,
    json: async <T>(key: string, make: () => Promise<T>) =>
      JSON.parse(Buffer.from(await bytes(key, async () => encodeJson(await make()))).toString()) as T,
    graph: async (key, make) => decodeGraph(await bytes(key, async () => encodeGraph(await make()))),
  };
}

/** The workers with a farm behind them, where the plan has one. */
function farmedWorkers(
  { farm, remote }: BuildPlan,
  { signal, onWarning }: BuildContext,
  local: Workers,
  scratch: string,
  engine: () => Promise<EngineName>,
): FarmedWorkers | undefined {
  if (farm === undefined) return undefined;
  if (typeof farm === 'string') {
    onWarning(`the farm is not used: ${WHY_ALONE[farm]}`);
    return undefined;
  }
  if (remote === undefined || remote === 'no key') throw new Error('a farm without a remote cache');
  return new FarmedWorkers(local, {
    queue: farm,
    remote,
    tasks: farmedTasks,
    engine,
    isFile: (text) => text.startsWith(scratch + sep) && existsSync(text),
    signal,
    onWarning,
  });
}

/** A warning about the first job that takes more than all of the memory. */
function onceTold({ memory }: BuildPlan, { onWarning }: BuildContext): (task: string, bytes: number) => void {
  let told = false;
  return (task, bytes) => {
    if (!told)
      onWarning(
        `memory, ${bytesText(memory)}, is too little for this model: '${task}' alone took ${bytesText(bytes)}`,
      );
    told = true;
  };
}

/** Equal for targets that share all latencies. */
export const environmentKey = ({
  runtime,
  threads,
  profile,
  onUnprofiled = 'error',
}: TargetEnvironment): string =>
  canonicalJson(profile === undefined ? { runtime, threads } : { runtime, threads, profile, onUnprofiled });

/** The first of the targets that share it. */
const targetOf = ({ targets }: BuildPlan, environment: TargetEnvironment): TargetPlan =>
  targets.find((target) => environmentKey(target) === environmentKey(environment))!;

export const encodeJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** A graph in normal form as it is stored: with the shapes of all activations. */
export const encodeGraph = (graph: Graph): Uint8Array => writeGraph(graph, { values: true });

export const decodeGraph = (bytes: Uint8Array): Graph => readGraph(bytes, { where: 'stored graph' });

/** Identity of a graph, weights and names included. */
export const digestOf = (graph: Graph): string => sha256(encodeGraph(graph));
