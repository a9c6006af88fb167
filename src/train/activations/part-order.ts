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

/**
 * Worker task: the order in which a network's shape-keeping parts are best left out, by name. Backward elimination:
 * what changes the network's outputs least for the multiply-accumulates that it saves goes first, what is left out so
 * far taken into account. Where that takes too long, every part is judged alone; where that does too, the order is
 * empty.
 */
export async function partOrder(job: PartOrderJob): Promise<string[]> {
  const { graph, batch, maxMacs } = job;
  const parts = shapeKeepingParts(graph);
  const macs = macsOf(graph);
  const affordable = (runs: number): number =>
    Math.min(job.indices.length, Math.floor(maxMacs / Math.max(1, runs * macs)));
  const thorough = affordable((parts.length * (parts.length + 1)) / 2);
  const samples = thorough >= LEAST_SAMPLES ? thorough : affordable(parts.length);
  if (parts.length === 0 || samples < LEAST_SAMPLES) return [];
  const size = samplesRunning(graph, Math.min(batch, samples));
  const feeds = await batches(job, samples, size);
  const wanted = await outputs(graph, feeds, size);
  const errorWithout = async (gone: ReadonlySet<Part>): Promise<number> => {
    const without = withoutParts(
      graph,
      parts.filter((part) => gone.has(part)),
    );
    return without === undefined
      ? Number.POSITIVE_INFINITY
      : squaredError(await outputs(without.graph, feeds, size), wanted);
  };

  const gone: Part[] = [];
  let left = parts;
  let error = 0;
  while (left.length > 0) {
    const judged: { part: Part; error: number; price: number }[] = [];
    for (const part of left) {
      const after = await errorWithout(new Set([...gone, part]));
      judged.push({ part, error: after, price: (after - error) / Math.max(1, macsOfPart(graph, part)) });
    }
    judged.sort((a, b) => a.price - b.price);
    if (thorough < LEAST_SAMPLES) return judged.map(({ part }) => placeName(part));
    gone.push(judged[0].part);
    error = judged[0].error;
    left = left.filter((part) => part !== judged[0].part);
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
