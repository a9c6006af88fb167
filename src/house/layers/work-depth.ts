import { nodeMacs } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';

/**
 * For each activation the share (0 to 1) of the network's multiply-accumulates that come before it in topological
 * order.
 */
export function workDepths(graph: Graph): ReadonlyMap<string, number> {
  const depths = new Map(graph.inputs.map(({ name }) => [name, 0]));
  let done = 0;
  for (const node of graph.nodes) {
    done += nodeMacs(node, graph);
    for (const name of node.outputs) depths.set(name, done);
  }
  return new Map([...depths].map(([name, before]) => [name, done === 0 ? 0 : before / done]));
}
