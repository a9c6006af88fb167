import { BespokeError } from '../../errors.js';
import { type Graph, type GraphNode, nodeId, type ValueType } from '../../onnx/graph.js';
import { float32, type Tensor } from '../../onnx/tensor.js';
import { convolutionsToNormalise } from './convolutions.js';
import type { ChannelStatistics } from './statistics.js';

export const batchNormEpsilon = 1e-5;

/**
 * Puts a BatchNormalization (inference form) behind every convolution of {@link convolutionsToNormalise}. It keeps the
 * name of the convolution's output, whose own output becomes `<name>:convolution`. With mean m, variance v and the
 * convolution's bias b: the bias goes, the running mean is m - b, the running variance v, scale sqrt(v + epsilon)
 * and shift m, so the function stays what it was.
 *
 * `statistics` are those of the convolutions' outputs, by name.
 *
 * @throws BespokeError BATCH_NORM_STATISTICS when those of a convolution are missing or not finite.
 */
export function insertBatchNorm(graph: Graph, statistics: ReadonlyMap<string, ChannelStatistics>): Graph {
  const chosen = new Set(convolutionsToNormalise(graph));
  const initializers = new Map(graph.initializers);
  const values = new Map(graph.values);
  const nodes = graph.nodes.flatMap((node) => {
    const output = nodeId(node);
    if (!chosen.has(output)) return [node];
    const measured = checked(output, statistics.get(output));
    const inner = `${output}:convolution`;
    values.set(inner, values.get(output) as ValueType);
    const parameters = normalisation(measured, biasOf(graph, node));
    for (const [name, tensor] of Object.entries(parameters)) initializers.set(`${output}:${name}`, tensor);
    return [{ ...node, inputs: node.inputs.slice(0, 2), outputs: [inner] }, batchNormNode(inner, output)];
  });
  return withoutUnused({ ...graph, nodes, initializers, values });
}

const batchNormNode = (input: string, output: string): GraphNode => ({
  opType: 'BatchNormalization',
  domain: '',
  inputs: [input, ...['scale', 'shift', 'mean', 'variance'].map((name) => `${output}:${name}`)],
  outputs: [output],
  attributes: { epsilon: { type: 'float', value: batchNormEpsilon } },
});

function normalisation(measured: ChannelStatistics, bias: Tensor | undefined): Record<string, Tensor> {
  const channels = measured.mean.length;
  const vector = (value: (channel: number) => number): Tensor =>
    float32(
      Float32Array.from({ length: channels }, (_, channel) => value(channel)),
      [channels],
    );
  return {
    scale: vector((c) => Math.sqrt(measured.variance[c]! + batchNormEpsilon)),
    shift: vector((c) => measured.mean[c]!),
    mean: vector((c) => measured.mean[c]! - Number(bias?.data[c] ?? 0)),
    variance: vector((c) => measured.variance[c]!),
  };
}

function biasOf(graph: Graph, convolution: GraphNode): Tensor | undefined {
  const name = convolution.inputs[2];
  return name === undefined || name === '' ? undefined : graph.initializers.get(name);
}

function checked(tensor: string, statistics: ChannelStatistics | undefined): ChannelStatistics {
  const finite =
    statistics !== undefined && [...statistics.mean, ...statistics.variance].every(Number.isFinite);
  if (finite) return statistics;
  throw new BespokeError({
    code: 'BATCH_NORM_STATISTICS',
    what: statistics === undefined ? 'no measured mean and variance' : 'mean or variance is not finite',
    where: tensor,
    next: 'Check the weights and the data for NaN and infinity.',
  });
}

/** Drops initializers that no node reads and no output names. */
export function withoutUnused(graph: Graph): Graph {
  const read = new Set([
    ...graph.nodes.flatMap(({ inputs }) => inputs),
    ...graph.outputs.map(({ name }) => name),
  ]);
  return { ...graph, initializers: new Map([...graph.initializers].filter(([name]) => read.has(name))) };
}
