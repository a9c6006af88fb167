import type { InputPlan } from '../../config/plan.js';
import { batchTensor } from '../../data/batch.js';
import { withDataset } from '../../data/packed.js';
import { type Part, shapeKeepingParts } from '../../house/drafts/shape-keeping-parts.js';
import { withoutParts } from '../../house/drafts/without-parts.js';
import { placeName } from '../../house/kinds/placed-draft.js';
import { macsOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import { samplesRunning } from '../../onnx/samples-within.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { Feeds } from '../../runtime/engine.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import type { WorkerTask } from '../../runtime/workers.js';

export const partOrderTask: WorkerTask = { file: new URL(import.meta.url), name: 'partOrder' };

export interface PartOrderJob {
  readonly graph: Graph;
  readonly dataset: string;
  readonly input: InputPlan;
  readonly indices: readonly number[];
  readonly batch: number;
  /** Multiply-accumulates that this may take; decides how many samples are looked at. */
  readonly maxMacs: number;
}

/** With fewer samples an order says nothing. */
const LEAST_SAMPLES = 16;
/** Parts that are judged anew, after the first look at all of them, for each one that is left out. */
const LOOKS = 4;

interface JudgedPart {
  readonly part: Part;
  /** Of the outputs, without this part and all that went before it. */
  readonly error: number;
  /** What leaving it out adds to the error, for a multiply-accumulate saved. */
  readonly price: number;
}

/**
 * Worker task: the order in which a network's shape-keeping parts are best left out, by name. Backward elimination:
 * what changes the network's outputs least for the multiply-accumulates that it saves goes first, what is left out so
 * far taken into account. Prices mostly rise when other parts go, so only those that were cheapest before are judged
 * anew (lazy greedy, Minoux 1978), a few each time. Where that takes too long, every part is judged once, alone; where
 * that does too, the order is empty.
 */
export async function partOrder(job: PartOrderJob): Promise<string[]> {
  const { graph, batch, maxMacs } = job;
  const parts = shapeKeepingParts(graph);
  const macs = macsOf(graph);
  const affordable = (runs: number): number =>
    Math.min(job.indices.length, Math.floor(maxMacs / Math.max(1, runs * macs)));
  const thorough = affordable((1 + LOOKS) * parts.length);
  const samples = thorough >= LEAST_SAMPLES ? thorough : affordable(parts.length);
  if (parts.length === 0 || samples < LEAST_SAMPLES) return [];
  const size = samplesRunning(graph, Math.min(batch, samples));
  const feeds = await batches(job, samples, size);
  const wanted = await outputs(graph, feeds, size);

  const gone: Part[] = [];
  let error = 0;
  const judged = async (part: Part): Promise<JudgedPart> => {
    const without = withoutParts(
      graph,
      parts.filter((each) => each === part || gone.includes(each)),
    );
    const after =
      without === undefined
        ? Number.POSITIVE_INFINITY
        : squaredError(await outputs(without.graph, feeds, size), wanted);
    const price = Number.isFinite(after)
      ? (after - error) / Math.max(1, macsOfPart(graph, part))
      : Number.POSITIVE_INFINITY;
    return { part, error: after, price };
  };

  const left: JudgedPart[] = [];
  for (const part of parts) left.push(await judged(part));
  const byPrice = (a: JudgedPart, b: JudgedPart): number => a.price - b.price;
  left.sort(byPrice);
  if (thorough < LEAST_SAMPLES) return left.map(({ part }) => placeName(part));
  while (left.length > 0) {
    if (gone.length > 0) {
      const anew: JudgedPart[] = [];
      while (anew.length < LOOKS && left.length > 0 && !anew.some((each) => each.price <= left[0].price))
        anew.push(await judged(left.shift()!.part));
      left.push(...anew);
      left.sort(byPrice);
      // What was not judged anew may look cheaper than it is.
      left.unshift(...left.splice(left.indexOf([...anew].sort(byPrice)[0]), 1));
    }
    const next = left.shift()!;
    gone.push(next.part);
    error = next.error;
  }
  return gone.map(placeName);
}

function macsOfPart(graph: Graph, { nodes }: Part): number {
  return macsOf({ ...graph, nodes: graph.nodes.filter(({ outputs: [name] }) => nodes.has(name)) });
}

function batches(
  { graph, dataset, input, indices }: PartOrderJob,
  samples: number,
  size: number,
): Promise<Feeds[]> {
  return withDataset(dataset, (data) =>
    Array.from({ length: Math.floor(samples / size) }, (_, at) => ({
      [graph.inputs[0].name]: batchTensor(data, indices.slice(at * size, (at + 1) * size), input),
    })),
  );
}

/** Of all outputs and batches, one behind the other. */
async function outputs(graph: Graph, feeds: readonly Feeds[], batch: number): Promise<Float32Array[]> {
  const session = await cpuEngine.open(writeGraph(graph, { batch }), { threads: 1, optimization: 'all' });
  try {
    const all: Float32Array[] = [];
    for (const feed of feeds) {
      const results = await session.run(feed);
      for (const { name } of graph.outputs) all.push(Float32Array.from(results[name].data as Float32Array));
    }
    return all;
  } finally {
    await session.close();
  }
}

function squaredError(values: readonly Float32Array[], wanted: readonly Float32Array[]): number {
  let sum = 0;
  for (const [at, array] of values.entries())
    for (let i = 0; i < array.length; i++) sum += (array[i] - wanted[at][i]) ** 2;
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
}
