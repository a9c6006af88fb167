import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { hasTrait } from '../../onnx/operators.js';
import { producersOf } from '../../onnx/topology.js';
import { isActivation } from './activation.js';
import { isLinear } from './linear-layers.js';
import { unfoldsRows } from './unfolds-rows.js';

/**
 * The last linear layer in front of a tensor: the one whose output it is, up to activation functions, a Reshape of its
 * rows and a sum with other branches (of several the last in topological order). Undefined when something else is in
 * between.
 */
export function lastLayer(graph: Graph, tensor: string): GraphNode | undefined {
  const makers = producersOf(graph);
  let node = makers.get(tensor);
  const passes = (each: GraphNode): boolean => isActivation(each) || unfoldsRows(graph, each);
  while (node !== undefined && passes(node)) node = makers.get(node.inputs[0]);
  if (node === undefined) return undefined;
  if (isLinear(graph, node)) return node;
  if (node.opType !== 'Add') return undefined;
  const branches = node.inputs
    .flatMap((input) => makers.get(input) ?? [])
    .flatMap((maker) => (unfoldsRows(graph, maker) ? (makers.get(maker.inputs[0]) ?? []) : [maker]))
    .filter((maker) => isLinear(graph, maker));
  const order = new Map(graph.nodes.map((each, index) => [nodeId(each), index]));
  return branches.sort((left, right) => order.get(nodeId(right))! - order.get(nodeId(left))!)[0];
}

/**
 * Ids of the last linear layers in front of these tensors; behind a Concat those of every branch, and those in front of
 * pooling, resizing and reshaping too.
 */
export function lastLayers(graph: Graph, tensors: readonly string[]): string[] {
  const makers = producersOf(graph);
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const layer = lastLayer(graph, name);
    if (layer !== undefined) {
      found.add(nodeId(layer));
      return;
    }
    let maker = makers.get(name);
    while (maker !== undefined && isActivation(maker)) maker = makers.get(maker.inputs[0]);
    if (maker !== undefined && hasTrait(maker, 'passes-error'))
      for (const input of maker.inputs) visit(input);
  };
  for (const name of tensors) visit(name);
  return [...found];
}
