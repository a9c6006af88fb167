import { BespokeError } from '../../errors.js';
import { type Graph, type GraphNode, nodeId, type ValueType } from '../../onnx/graph.js';
import { float32, type Tensor } from '../../onnx/tensor.js';
import { convolutionsToNormalise } from './convolutions.js';
import { outputChannel } from './output-channel.js';
import type { ChannelStatistics } from './statistics.js';

export const batchNormEpsilon = 1e-5;

/**
 * Norm that every filter is brought to: the expected one at initialisation (He et al. 2015, equation 10). In front of a
 * batch norm only the direction of a filter counts, and a step of rate r turns a filter of norm n by r / n²: folding
 * leaves norms many times too small for usual rates.
 */
const FILTER_NORM = Math.SQRT2;

/**
 * Puts a BatchNormalization (inference form) behind every convolution of {@link convolutionsToNormalise}. It keeps the
 * name of the convolution's output, whose own output becomes `<name>:convolution`. Every filter is scaled to the norm
 * √2. With mean m, variance v, the convolution's bias b and the factor k of the filter: the bias goes, the running mean
 * is (m - b) k, the running variance v k², scale sqrt(v k² + epsilon) / k and shift m, so the function stays what it
 * was.
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
    const weight = graph.initializers.get(node.inputs[1]!) as Tensor;
    const channelOf = outputChannel(node, weight.dims);
    const factors = filterFactors(weight, channelOf, measured.mean.length);
    const parameters = normalisation(measured, biasOf(graph, node), factors);
    for (const [name, tensor] of Object.entries(parameters)) initializers.set(`${output}:${name}`, tensor);
    const filters = `${output}:filters`;
    initializers.set(
      filters,
      float32(
        (weight.data as Float32Array).map((value, index) => value * factors[channelOf(index)]!),
        weight.dims,
      ),
    );
    return [{ ...node, inputs: [node.inputs[0]!, filters], outputs: [inner] }, batchNormNode(inner, output)];
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

/** What every filter is multiplied by; 1 for one without weights. */
function filterFactors(weight: Tensor, channelOf: (index: number) => number, channels: number): Float64Array {
  const squares = new Float64Array(channels);
  for (const [index, value] of (weight.data as Float32Array).entries())
    squares[channelOf(index)]! += value * value;
  return squares.map((square) => (square > 1e-12 ? FILTER_NORM / Math.sqrt(square) : 1));
}

function normalisation(
  measured: ChannelStatistics,
  bias: Tensor | undefined,
  factors: Float64Array,
): Record<string, Tensor> {
  const channels = measured.mean.length;
  const vector = (value: (channel: number) => number): Tensor =>
    float32(
      Float32Array.from({ length: channels }, (_, channel) => value(channel)),
      [channels],
    );
  return {
    scale: vector(
      (c) => Math.sqrt(measured.variance[c]! * factors[c]! ** 2 + batchNormEpsilon) / factors[c]!,
    ),
    shift: vector((c) => measured.mean[c]!),
    mean: vector((c) => (measured.mean[c]! - Number(bias?.data[c] ?? 0)) * factors[c]!),
    variance: vector((c) => measured.variance[c]! * factors[c]! ** 2),
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
