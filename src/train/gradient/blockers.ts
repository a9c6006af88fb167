import { type Graph, type GraphNode, isFloat, nodeId } from '../../onnx/graph.js';
import { ruleOf } from './registry.js';

export interface Blocker {
  /** Id of the node. */
  readonly node: string;
  readonly opType: string;
}

/**
 * The nodes that stop gradients: no rule for them, though activations of floating-point numbers come in and their
 * outcome counts. A Gather from an embedding is none: only integers come in, and the embedding is not trained.
 */
export function blockers(graph: Graph): Blocker[] {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const stops = (node: GraphNode) =>
    node.inputs.some((name) => isFloat(graph, name) && !graph.initializers.has(name)) &&
    node.outputs.some((name) => isFloat(graph, name) || outputs.has(name));
  return graph.nodes
    .filter((node) => stops(node) && !differentiable(node, graph))
    .map((node) => ({ node: nodeId(node), opType: node.opType }));
}

/** Whether gradients go back through this node of the graph. */
export function differentiable(node: GraphNode, graph: Graph): boolean {
  const rule = ruleOf(node);
  const constantAt = (name = '') => graph.initializers.get(name);
  const rankOf = (name = '') => graph.values.get(name)?.dims.length;
  return rule !== undefined && rule.refusal?.(node, constantAt, rankOf) === undefined;
}

/** The tensors that nodes without a gradient read, and all that these are made of: nothing in front is trained. */
export function untrained(graph: Graph): ReadonlySet<string> {
  const stopping = new Set(blockers(graph).map(({ node }) => node));
  const found = new Set<string>();
  for (const node of graph.nodes.toReversed())
    if (stopping.has(nodeId(node)) || node.outputs.some((name) => found.has(name)))
      for (const name of node.inputs) found.add(name);
  return found;
}
