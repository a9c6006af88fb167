import { type Graph, nodeId } from '../../onnx/graph.js';
import { float32 } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { Engine, Feeds } from '../../runtime/engine.js';
import { GraphBuilder } from '../gradient/builder.js';
import { channelMean } from '../gradient/channel-sum.js';
import type { BatchStatistics } from '../gradient/training-batch-norm.js';
import { placeForward } from '../step/forward.js';
import { withParameters } from '../step/with-parameters.js';
import { type ChannelStatistics, combineStatistics } from './statistics.js';

export interface MeasureOptions {
  /** Samples in every batch. */
  readonly batch: number;
  readonly threads: number;
}

export type Batches = Iterable<Feeds> | AsyncIterable<Feeds>;

/** Mean and variance by channel of some activations over all samples of all batches; the network as in inference. */
export async function measureStatistics(
  engine: Engine,
  graph: Graph,
  tensors: readonly string[],
  batches: Batches,
  options: MeasureOptions,
): Promise<ReadonlyMap<string, ChannelStatistics>> {
  if (tensors.length === 0) return new Map();
  const builder = new GraphBuilder('measure/', graph.opsets.get(''));
  placeForward(builder, graph, options.batch, 'inference');
  const names = new Map(tensors.map((tensor) => [tensor, placeStatistics(builder, tensor)]));
  return run(engine, builder, names, batches, options);
}

/**
 * Sets the running mean and variance of every batch norm to those over all samples of all batches, batch norms in
 * training form, so that the folded network is the one that was trained ("precise" batch norm, Wu and Johnson,
 * arXiv:2105.07576, section 3).
 */
export async function remeasureBatchNorm(
  engine: Engine,
  graph: Graph,
  batches: Batches,
  options: MeasureOptions,
): Promise<Graph> {
  const builder = new GraphBuilder('measure/', graph.opsets.get(''));
  const { statistics: names } = placeForward(builder, graph, options.batch, 'training');
  if (names.size === 0) return graph;
  const statistics = await run(engine, builder, names, batches, options);
  const running = graph.nodes.flatMap((node) => {
    const measured = statistics.get(nodeId(node));
    if (measured === undefined) return [];
    const vectors = [measured.mean, measured.variance].map((values) => Float32Array.from(values));
    return vectors.map(
      (vector, index) => [node.inputs[3 + index]!, float32(vector, [vector.length])] as const,
    );
  });
  return withParameters(graph, new Map(running));
}

function placeStatistics(builder: GraphBuilder, x: string): Pick<BatchStatistics, 'mean' | 'variance'> {
  const mean = channelMean(builder, x);
  const like = builder.dims(x).map((size, axis) => (axis === 1 ? size : 1));
  const centred = builder.minus(x, builder.reshape(mean, like));
  return { mean, variance: channelMean(builder, builder.times(centred, centred)) };
}

async function run(
  engine: Engine,
  builder: GraphBuilder,
  names: ReadonlyMap<string, Pick<BatchStatistics, 'mean' | 'variance'>>,
  batches: Batches,
  { threads }: MeasureOptions,
): Promise<ReadonlyMap<string, ChannelStatistics>> {
  const graph = builder.finish([...names.values()].flatMap(({ mean, variance }) => [mean, variance]));
  const session = await engine.open(writeGraph(graph), { threads, optimization: 'all' });
  const seen = new Map([...names.keys()].map((tensor): [string, ChannelStatistics[]] => [tensor, []]));
  try {
    for await (const feeds of batches) {
      const results = await session.run(feeds);
      const vector = (name: string) => Float64Array.from(results[name]!.data as Float32Array);
      for (const [tensor, { mean, variance }] of names)
        seen.get(tensor)!.push({ mean: vector(mean), variance: vector(variance) });
    }
  } finally {
    await session.close();
  }
  return new Map([...seen].map(([tensor, each]) => [tensor, combineStatistics(each)]));
}
