import { type Graph, type GraphNode, nodeId } from '../onnx/graph.js';
import { producersOf } from '../onnx/topology.js';
import { isActivation } from './activation.js';
import { isLinear } from './linear-layers.js';

/**
 * The last linear layer in front of a tensor: the one whose output it is, up to activation functions and a sum with
 * other branches (of several the last in topological order). Undefined when something else is in between.
 */
export function lastLayer(graph: Graph, tensor: string): GraphNode | undefined {
  const makers = producersOf(graph);
  let node = makers.get(tensor);
  while (node !== undefined && isActivation(node)) node = makers.get(node.inputs[0]);
  if (node === undefined) return undefined;
  if (isLinear(graph, node)) return node;
  if (node.opType !== 'Add') return undefined;
  const branches = node.inputs
    .flatMap((input) => makers.get(input) ?? [])
    .filter((maker) => isLinear(graph, maker));
  const order = new Map(graph.nodes.map((each, index) => [nodeId(each), index]));
  return branches.sort((left, right) => order.get(nodeId(right))! - order.get(nodeId(left))!)[0];
}

/** Ids of the last linear layers in front of these tensors. */
export const lastLayers = (graph: Graph, tensors: readonly string[]): string[] =>
  tensors.flatMap((name) => {
    const layer = lastLayer(graph, name);
    return layer === undefined ? [] : [nodeId(layer)];
  });
