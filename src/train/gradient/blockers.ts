import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { ruleOf } from './registry.js';

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

/** Whether gradients go back through this node of the graph. */
export function differentiable(node: GraphNode, graph: Graph): boolean {
  const rule = ruleOf(node);
  return (
    rule !== undefined && rule.refusal?.(node, (name) => graph.initializers.get(name ?? '')) === undefined
  );
}
