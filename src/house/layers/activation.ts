import type { Graph, GraphNode } from '../../onnx/graph.js';

const ACTIVATIONS: ReadonlySet<string> = new Set(
  'Relu LeakyRelu Clip Sigmoid HardSigmoid HardSwish Tanh Gelu Elu Selu Celu Mish Softplus Softsign ThresholdedRelu'.split(
    ' ',
  ),
);

/** Whether a node is an activation function without weights by channel. */
export const isActivation = (node: GraphNode): boolean => node.domain === '' && ACTIVATIONS.has(node.opType);

/** The node that makes a tensor, if it is an activation function. */
export function activationAt(graph: Graph, tensor: string): GraphNode | undefined {
  const node = graph.nodes.find(({ outputs }) => outputs.includes(tensor));
  return node !== undefined && isActivation(node) ? node : undefined;
}
