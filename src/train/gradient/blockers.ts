import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { differentiable } from './differentiable.js';

export interface Blocker {
  /** Id of the node. */
  readonly node: string;
  readonly opType: string;
}

/** The nodes that stop gradients: no rule for them, though floating-point numbers come in and their outcome counts. */
export function blockers(graph: Graph): Blocker[] {
  const isFloat = (name: string) =>
    (graph.values.get(name) ?? graph.initializers.get(name))?.dtype.includes('float') ?? false;
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const stops = (node: GraphNode) =>
    node.inputs.some(isFloat) && node.outputs.some((name) => isFloat(name) || outputs.has(name));
  return graph.nodes
    .filter((node) => stops(node) && !differentiable(node, graph))
    .map((node) => ({ node: nodeId(node), opType: node.opType }));
}
