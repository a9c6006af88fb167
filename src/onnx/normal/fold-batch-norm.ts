import { floatAttribute, type Graph, type GraphNode, intAttribute, nodeId } from '../graph.js';
import { pruneUnused } from '../prune-unused.js';
import { float32, sizeOf, type Tensor } from '../tensor.js';
import { consumersOf, producersOf } from '../topology.js';

/**
 * Batch norm folded into the Conv, ConvTranspose or Gemm in front of it, where nothing else reads that one's output.
 * W' = W * gamma / sqrt(variance + epsilon), b' = (b - mean) * gamma / sqrt(variance + epsilon) + beta, in float64.
 */
export function foldBatchNorm(graph: Graph): Graph {
  const [producers, consumers] = [producersOf(graph), consumersOf(graph)];
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const initializers = new Map(graph.initializers);
  const folded = new Map<string, GraphNode>();
  for (const norm of graph.nodes) {
    if (norm.opType !== 'BatchNormalization' || norm.domain !== '') continue;
    const layer = producers.get(norm.inputs[0]);
    const alone = consumers.get(norm.inputs[0])?.length === 1 && !outputs.has(norm.inputs[0]);
    if (layer === undefined || !alone) continue;
    const weights = foldedWeights(layer, norm, graph);
    if (weights === undefined) continue;
    const [output] = norm.outputs;
    const names = [`${output}.weight`, `${output}.bias`] as const;
    initializers.set(names[0], weights.weight).set(names[1], weights.bias);
    folded.set(nodeId(layer), { ...layer, inputs: [layer.inputs[0], ...names], outputs: [output] });
    folded.set(nodeId(norm), folded.get(nodeId(layer)) as GraphNode);
  }
  const nodes = graph.nodes
    .filter((node) => node.opType !== 'BatchNormalization' || !folded.has(nodeId(node)))
    .map((node) => folded.get(nodeId(node)) ?? node);
  return folded.size === 0 ? graph : pruneUnused({ ...graph, nodes, initializers });
}

interface FoldedWeights {
  readonly weight: Tensor;
  readonly bias: Tensor;
}

function foldedWeights(layer: GraphNode, norm: GraphNode, graph: Graph): FoldedWeights | undefined {
  const weight = graph.initializers.get(layer.inputs[1]);
  const biasName = layer.inputs[2] ?? '';
  const bias = graph.initializers.get(biasName);
  const [gamma, beta, mean, variance] = norm.inputs.slice(1, 5).map((name) => graph.initializers.get(name));
  const known = weight && gamma && beta && mean && variance && (biasName === '' || bias !== undefined);
  if (!known || [weight, gamma, beta, mean, variance].some(({ dtype }) => dtype !== 'float32'))
    return undefined;
  const channels = gamma.data.length;
  const channelOf = weightChannel(layer, weight.dims, channels);
  if (channelOf === undefined || (bias !== undefined && bias.data.length !== channels)) return undefined;
  const epsilon = floatAttribute(norm, 'epsilon', 1e-5);
  const scale = Float64Array.from(
    { length: channels },
    (_, channel) => Number(gamma.data[channel]) / Math.sqrt(Number(variance.data[channel]) + epsilon),
  );
  const shift = Float32Array.from(scale, (factor, channel) => {
    const before = bias === undefined ? 0 : Number(bias.data[channel]) * floatAttribute(layer, 'beta', 1);
    return (
      ((before - Number(mean.data[channel])) * factor + Number(beta.data[channel])) /
      floatAttribute(layer, 'beta', 1)
    );
  });
  const scaled = (weight.data as Float32Array).map((value, index) => value * scale[channelOf(index)]);
  return { weight: float32(scaled, weight.dims), bias: float32(shift, [channels]) };
}

/** The output channel of each element of a layer's weight. */
function weightChannel(
  layer: GraphNode,
  dims: readonly number[],
  channels: number,
): ((index: number) => number) | undefined {
  if (layer.domain !== '') return undefined;
  const inner = sizeOf(dims.slice(1));
  switch (layer.opType) {
    case 'Conv':
      return (index) => Math.floor(index / inner);
    case 'ConvTranspose': {
      // W is [C, M/group, kernel…]; input channel c belongs to group c / (C/group).
      const perGroup = dims[1];
      const kernel = sizeOf(dims.slice(2));
      const inputsPerGroup = dims[0] / (channels / perGroup);
      return (index) =>
        Math.floor(Math.floor(index / inner) / inputsPerGroup) * perGroup +
        (Math.floor(index / kernel) % perGroup);
    }
    case 'Gemm':
      if (floatAttribute(layer, 'beta', 1) === 0) return undefined;
      return intAttribute(layer, 'transB', 0) === 1
        ? (index) => Math.floor(index / inner)
        : (index) => index % channels;
    default:
      return undefined;
  }
}
