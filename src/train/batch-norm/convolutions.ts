import { nodeMacs } from '../../onnx/cost.js';
import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';

const convolutions = new Set(['Conv', 'ConvTranspose']);

export const isConvolution = (node: GraphNode): boolean =>
  node.domain === '' && convolutions.has(node.opType);

/**
 * Outputs of the convolutions that a batch norm can be put behind, in topological order: those with weights of their
 * own and none behind them yet. One that sees a single pixel (the dense layers of a squeeze-and-excitation, a
 * classifier) is left alone: networks are not built that way, and its statistics would come from the batch alone. None
 * in a network whose work is mostly elsewhere, as in transformers, which are not trained as convolutional networks are.
 */
export function convolutionsToNormalise(graph: Graph): readonly string[] {
  const normalised = new Set(
    graph.nodes.filter(({ opType }) => opType === 'BatchNormalization').map(({ inputs }) => inputs[0]!),
  );
  if (!isConvolutional(graph)) return [];
  return graph.nodes
    .filter((node) => isConvolution(node) && graph.initializers.has(node.inputs[1]!))
    .map(nodeId)
    .filter((tensor) => !normalised.has(tensor) && pixels(graph, tensor) > 1);
}

function isConvolutional(graph: Graph): boolean {
  const macs = graph.nodes.map((node) => ({ node, macs: nodeMacs(node, graph) }));
  const total = (each: typeof macs) => each.reduce((sum, { macs }) => sum + macs, 0);
  return 2 * total(macs.filter(({ node }) => isConvolution(node))) >= total(macs);
}

const pixels = (graph: Graph, tensor: string): number =>
  (graph.values.get(tensor)?.dims ?? []).slice(2).reduce((product, dim) => product * dim, 1);
