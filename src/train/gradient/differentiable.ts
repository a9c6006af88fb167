import type { Graph, GraphNode } from '../../onnx/graph.js';
import { ruleOf } from './registry.js';

/** Whether gradients go back through this node of the graph. */
export function differentiable(node: GraphNode, graph: Graph): boolean {
  const rule = ruleOf(node);
  return (
    rule !== undefined && rule.refusal?.(node, (name) => graph.initializers.get(name ?? '')) === undefined
  );
}
