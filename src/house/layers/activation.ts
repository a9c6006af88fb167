import type { Graph, GraphNode } from '../../onnx/graph.js';
import { hasTrait } from '../../onnx/operators.js';

/** Whether a node is an activation function without weights by channel. */
export const isActivation = (node: GraphNode): boolean => hasTrait(node, 'activation');

/** The node that makes a tensor, if it is an activation function. */
export function activationAt(graph: Graph, tensor: string): GraphNode | undefined {
  const node = graph.nodes.find(({ outputs }) => outputs.includes(tensor));
  return node !== undefined && isActivation(node) ? node : undefined;
}
