import type { Graph, GraphNode } from '../graph.js';
import { int64, type Tensor } from '../tensor.js';

/**
 * Constant shapes that state the batch made to follow it: every `Reshape` to a constant shape gets -1 as its first
 * dimension and the known sizes after it. Needs `values`.
 */
export function batchAgnostic(graph: Graph): Graph {
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.map((node) =>
    node.opType === 'Reshape' ? openReshape(node, graph, initializers) : node,
  );
  return { ...graph, nodes, initializers };
}

function openReshape(node: GraphNode, graph: Graph, initializers: Map<string, Tensor>): GraphNode {
  const output = graph.values.get(node.outputs[0]);
  if (output === undefined || output.dims.length === 0 || !graph.initializers.has(node.inputs[1]))
    return node;
  const shape = int64([-1, ...output.dims.slice(1)]);
  const name = `${node.outputs[0]}.shape`;
  initializers.set(name, shape);
  return { ...node, inputs: [node.inputs[0], name], attributes: {} };
}
