import { type Graph, nodeId } from '../onnx/graph.js';
import type { SubNetwork } from '../onnx/sub-network.js';

/** A network with one input and one output as a sub-network of itself; undefined with more of them. */
export function wholeNetwork(graph: Graph): SubNetwork | undefined {
  if (graph.inputs.length !== 1 || graph.outputs.length !== 1) return undefined;
  return { from: graph.inputs[0].name, to: graph.outputs[0].name, nodes: graph.nodes.map(nodeId) };
}
