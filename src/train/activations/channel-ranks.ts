import type { InputPlan } from '../../config/plan.js';
import { batchTensor } from '../../data/batch.js';
import type { PackedDataset } from '../../data/dataset.js';
import { withDataset } from '../../data/packed.js';
import { batchPlaces, isBatchFirst } from '../../onnx/batch-place.js';
import { between } from '../../onnx/between.js';
import { macsOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import { activationBytes, samplesWithin } from '../../onnx/samples-within.js';
import { sizeOf } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { eliminationPlaces, type Reader } from '../solve/elimination.js';
import { GramMatrix } from '../solve/gram-matrix.js';
import { type LinearLayer, linearLayer, readCoefficients } from '../solve/linear-layer.js';

export const channelRanksTask: WorkerTask = { file: new URL(import.meta.url), name: 'channelRanks' };

export interface ChannelRanksJob {
  readonly graph: Graph;
  readonly dataset: string;
  readonly input: InputPlan;
  readonly indices: readonly number[];
  /** At most; fewer samples a batch where a layer's input is large. */
  readonly batch: number;
  /**
   * Positions (samples x height x width) of maps that one Gram matrix is measured on, about; they are taken on a grid.
   */
  readonly maxPositions: number;
  /** Multiply-accumulates that running the network may take; decides how many samples are looked at. */
  readonly maxMacs: number;
  /** Layers with wider Gram matrices say nothing of the channels they read. */
  readonly maxColumns: number;
}

/** Fewer say too little of maps of a few pixels. */
const LEAST_SAMPLES = 16;
/** Gram matrices and activations in memory at a time. */
const MEMORY_BYTES = 2 ** 28;

/**
 * Worker task: for every activation that linear layers read, the order in which its channels are taken out when each
 * time the one goes whose loss those layers can best make up for (see {@link eliminationPlaces}): place by channel, 0
 * goes first.
 */
export async function channelRanks(job: ChannelRanksJob): Promise<Map<string, Float64Array>> {
  const readers = readersOf(job.graph, job.maxColumns);
  const ranks = new Map<string, Float64Array>();
  const groups = grouped([...readers]);
  const affordable = job.maxMacs / (Math.max(1, macsOf(job.graph)) * groups.length);
  const indices = job.indices.slice(0, Math.max(LEAST_SAMPLES, Math.floor(affordable)));
  for (const group of groups) {
    const gramsOf = await withDataset(job.dataset, (dataset) =>
      measure(
        dataset,
        { ...job, indices },
        group.flatMap(([, layers]) => layers),
      ),
    );
    for (const [tensor, layers] of group) {
      const places = eliminationPlaces(
        layers.map((layer) => readerOf(layer, gramsOf.get(layer)!, job.graph)),
        channelsOf(layers[0]),
      );
      if (places !== undefined) ranks.set(tensor, places);
    }
  }
  return ranks;
}

/** Linear layers by the activation they read, where a block of columns stands for a channel. */
function readersOf(graph: Graph, maxColumns: number): Map<string, LinearLayer[]> {
  const places = batchPlaces(graph);
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  const readers = new Map<string, LinearLayer[]>();
  for (const node of graph.nodes) {
    const [tensor] = node.inputs;
    const layer = inputs.has(tensor) ? undefined : linearLayer(node, graph);
    if (layer === undefined || layer.groups !== 1 || layer.columns > maxColumns) continue;
    const { dims } = graph.values.get(tensor)!;
    if (dims[0] !== 1 || !isBatchFirst(places.get(tensor)!) || (layer.kind === 'dense' && dims.length === 4))
      continue;
    readers.set(tensor, [...(readers.get(tensor) ?? []), layer]);
  }
  return readers;
}

const channelsOf = (layer: LinearLayer): number =>
  layer.columns / (layer.kind === 'conv' ? sizeOf(layer.geometry.kernel) : 1);

/** Groups whose Gram matrices fit into memory together. */
function grouped(readers: readonly [string, LinearLayer[]][]): [string, LinearLayer[]][][] {
  const groups: [string, LinearLayer[]][][] = [];
  let bytes = Infinity;
  for (const entry of readers) {
    const own = entry[1].reduce((sum, { columns }) => sum + 8 * (columns + 1) ** 2, 0);
    if (bytes + own > MEMORY_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    bytes += own;
    groups.at(-1)!.push(entry);
  }
  return groups;
}

async function measure(
  dataset: PackedDataset,
  job: ChannelRanksJob,
  layers: readonly LinearLayer[],
): Promise<Map<LinearLayer, GramMatrix>> {
  const { graph, indices, maxPositions } = job;
  const input = graph.inputs[0].name;
  const tensors = [...new Set(layers.map(({ node }) => node.inputs[0]))];
  const most = Math.min(job.batch, indices.length);
  const batch = samplesWithin(MEMORY_BYTES, activationBytes(graph, tensors), most);
  const session = await cpuEngine.open(writeGraph(between(graph, [input], tensors), { batch }), {
    threads: 1,
    optimization: 'all',
  });
  const each = maxPositions / indices.length;
  const grams = new Map<LinearLayer, GramMatrix>();
  try {
    for (const layer of layers) grams.set(layer, await GramMatrix.open(cpuEngine, layer, graph, batch, each));
    for (let start = 0; start + batch <= indices.length; start += batch) {
      const feeds = { [input]: batchTensor(dataset, indices.slice(start, start + batch), job.input) };
      const results = await session.run(feeds, tensors);
      for (const [{ node }, gram] of grams) await gram.add(results[node.inputs[0]].data as Float32Array);
    }
  } finally {
    await session.close();
    for (const gram of grams.values()) await gram.close();
  }
  return grams;
}

function readerOf(layer: LinearLayer, gram: GramMatrix, graph: Graph): Reader {
  const { columns, rows, bias } = layer;
  const stacked = readCoefficients(layer, graph);
  const width = columns + (bias ? 1 : 0);
  const weights = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    weights.set(stacked.subarray(row * width, row * width + columns), row * columns);
  return { gram: gram.centred(), columns, weights, rows };
}
