import { floatAttribute, type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { float32, type Tensor } from '../../onnx/tensor.js';
import { isConvolution } from './convolutions.js';
import { withoutUnused } from './insert.js';
import { outputChannel } from './output-channel.js';

/**
 * Folds every BatchNormalization into the convolution in front of it: with k = scale / sqrt(variance + epsilon) the
 * weights of an output channel are multiplied by k and its bias becomes (bias - mean) k + shift. The convolution takes
 * the name of the batch norm's output. A batch norm without a convolution in front, or behind one whose output is
 * read elsewhere too, stays.
 */
export function foldTrainedBatchNorm(graph: Graph): Graph {
  const convolutions = new Map(graph.nodes.filter(isConvolution).map((node) => [nodeId(node), node]));
  const reads = countReads(graph);
  const folded = new Map<string, GraphNode>();
  for (const node of graph.nodes) {
    const input = node.inputs[0]!;
    const convolution = convolutions.get(input);
    if (node.opType !== 'BatchNormalization' || convolution === undefined) continue;
    const constant = [...node.inputs.slice(1), ...convolution.inputs.slice(1)].every(
      (name) => name === '' || graph.initializers.has(name),
    );
    if (reads.get(input) === 1 && constant) folded.set(input, node);
  }
  if (folded.size === 0) return graph;

  const initializers = new Map(graph.initializers);
  const values = new Map(graph.values);
  const gone = new Set([...folded.values()].map(nodeId));
  const nodes = graph.nodes.flatMap((node) => {
    const batchNorm = folded.get(nodeId(node));
    if (batchNorm === undefined) return gone.has(nodeId(node)) ? [] : [node];
    values.delete(nodeId(node));
    const output = nodeId(batchNorm);
    const weightName = reads.get(node.inputs[1]!) === 1 ? node.inputs[1]! : `${output}:weight`;
    const { weight, bias } = fold(graph, node, batchNorm);
    initializers.set(weightName, weight);
    initializers.set(`${output}:bias`, bias);
    return [{ ...node, inputs: [node.inputs[0]!, weightName, `${output}:bias`], outputs: [output] }];
  });
  return withoutUnused({ ...graph, nodes, initializers, values });
}

function countReads(graph: Graph): ReadonlyMap<string, number> {
  const reads = new Map<string, number>();
  const names = [...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.map(({ name }) => name)];
  for (const name of names) reads.set(name, (reads.get(name) ?? 0) + 1);
  return reads;
}

function fold(graph: Graph, convolution: GraphNode, batchNorm: GraphNode): { weight: Tensor; bias: Tensor } {
  const constant = (name: string): Tensor => graph.initializers.get(name) as Tensor;
  const [scale, shift, mean, variance] = batchNorm.inputs.slice(1).map((name) => constant(name).data) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const epsilon = floatAttribute(batchNorm, 'epsilon', 1e-5);
  const gain = Array.from(scale, (value, c) => value / Math.sqrt(variance[c]! + epsilon));
  const old = convolution.inputs[2] ? (constant(convolution.inputs[2]).data as Float32Array) : undefined;
  const weight = constant(convolution.inputs[1]!);
  const channelOf = outputChannel(convolution, weight.dims);
  return {
    weight: float32(
      (weight.data as Float32Array).map((value, index) => value * gain[channelOf(index)]!),
      weight.dims,
    ),
    bias: float32(
      Float32Array.from(gain, (k, c) => ((old?.[c] ?? 0) - mean[c]!) * k + shift[c]!),
      [gain.length],
    ),
  };
}
