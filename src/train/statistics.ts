import type { Graph } from '../onnx/graph.js';
import { float32 } from '../onnx/tensor.js';
import { writeGraph } from '../onnx/write-graph.js';
import type { Engine } from '../runtime/engine.js';
import { convolutionsToNormalise } from './batch-norm/convolutions.js';
import { insertBatchNorm } from './batch-norm/insert.js';
import { type ChannelStatistics, combineStatistics } from './batch-norm/statistics.js';
import { GraphBuilder } from './gradient/builder.js';
import { channelMean } from './gradient/channel-sum.js';
import { placeForward } from './step/forward.js';

/** Samples to measure on: every entry is one batch at the graph's input. */
export interface StatisticsSource {
  readonly engine: Engine;
  readonly threads: number;
  readonly batch: number;
  readonly inputs: Iterable<Float32Array>;
}

/** The graph with batch norm put back behind its convolutions, from statistics measured on `source`; the function stays the same. */
export async function withBatchNorm(graph: Graph, source: StatisticsSource): Promise<Graph> {
  const tensors = convolutionsToNormalise(graph);
  if (tensors.length === 0) return graph;
  const builder = new GraphBuilder();
  placeForward(builder, graph, source.batch, 'inference');
  const wanted = new Map(tensors.map((tensor) => [tensor, channelStatistics(builder, tensor)]));
  return insertBatchNorm(graph, await measure(builder, graph, wanted, source));
}

/**
 * The graph with the running statistics of its batch norms measured anew: batch statistics in training form, averaged
 * over all batches of `source` with the weights held ("precise" batch norm, Wu and Johnson 2021, section 3).
 */
export async function withPreciseStatistics(graph: Graph, source: StatisticsSource): Promise<Graph> {
  const builder = new GraphBuilder();
  const { statistics } = placeForward(builder, graph, source.batch, 'training');
  if (statistics.size === 0) return graph;
  const measured = await measure(builder, graph, statistics, source);
  const initializers = new Map(graph.initializers);
  for (const node of graph.nodes) {
    const found = measured.get(node.outputs[0]);
    if (found === undefined) continue;
    const [mean, variance] = node.inputs.slice(3);
    initializers.set(mean, float32(Float32Array.from(found.mean), [found.mean.length]));
    initializers.set(variance, float32(Float32Array.from(found.variance), [found.variance.length]));
  }
  return { ...graph, initializers };
}

/** Names of tensors [C]. */
interface Measured {
  readonly mean: string;
  readonly variance: string;
}

function channelStatistics(builder: GraphBuilder, tensor: string): Measured {
  const mean = channelMean(builder, tensor);
  const perChannel = builder.dims(tensor).map((size, axis) => (axis === 1 ? size : 1));
  const centred = builder.minus(tensor, builder.reshape(mean, perChannel));
  return { mean, variance: channelMean(builder, builder.times(centred, centred)) };
}

async function measure(
  builder: GraphBuilder,
  graph: Graph,
  wanted: ReadonlyMap<string, Measured>,
  { engine, threads, batch, inputs }: StatisticsSource,
): Promise<Map<string, ChannelStatistics>> {
  const outputs = [...wanted.values()].flatMap(({ mean, variance }) => [mean, variance]);
  const session = await engine.open(writeGraph(builder.finish(outputs)), { threads, optimization: 'all' });
  const { name, dims } = graph.inputs[0];
  const measured = new Map<string, ChannelStatistics[]>([...wanted.keys()].map((tensor) => [tensor, []]));
  try {
    for (const values of inputs) {
      const results = await session.run({ [name]: float32(values, [batch * dims[0], ...dims.slice(1)]) });
      for (const [tensor, { mean, variance }] of wanted) {
        const [means, variances] = [results[mean].data, results[variance].data] as Float32Array[];
        measured
          .get(tensor)!
          .push({ mean: Float64Array.from(means), variance: Float64Array.from(variances) });
      }
    }
  } finally {
    await session.close();
  }
  return new Map([...measured].map(([tensor, list]) => [tensor, combineStatistics(list)]));
}
