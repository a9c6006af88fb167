import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { hasTrait } from '../../onnx/operators.js';
import { consumersOf, producersOf } from '../../onnx/topology.js';
import { layerWeights } from './layer.js';

/**
 * What becomes of a node in an int8 network. 'layer': computed in int8, its weights too. 'carrier': computed in int8
 * between layers. 'same': as a carrier, but its output has the same quantisation as its input. 'absorbed': gone, since
 * the quantisation of its output clips as it does. 'float': as before.
 */
export type Role = 'layer' | 'carrier' | 'same' | 'absorbed' | 'float';

/** @returns a role for every node by its id */
export function rolesOf(graph: Graph, isPart: boolean): ReadonlyMap<string, Role> {
  const producers = producersOf(graph);
  const consumers = consumersOf(graph);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const roles = new Map(graph.nodes.map((node) => [nodeId(node), firstRole(graph, node)]));
  const roleOf = (node: GraphNode | undefined): Role =>
    node === undefined ? 'float' : roles.get(nodeId(node))!;

  for (const node of graph.nodes) {
    const maker = producers.get(node.inputs[0]);
    const isAlone = consumers.get(node.inputs[0])?.length === 1 && !outputs.has(node.inputs[0]);
    const made = roleOf(maker);
    if (absorbable(graph, node) && isAlone && (made === 'layer' || made === 'carrier'))
      roles.set(nodeId(node), 'absorbed');
  }
  const float = (node: GraphNode): void => {
    roles.set(nodeId(node), 'float');
    for (const reader of consumers.get(node.outputs[0]) ?? [])
      if (roleOf(reader) === 'absorbed') roles.set(nodeId(reader), 'float');
  };
  // A convolution is only fast in int8 when its result is int8 too, which an output of the network is not.
  if (!isPart)
    for (const node of graph.nodes)
      if (node.opType === 'Conv' && roleOf(node) === 'layer' && outputs.has(resultOf(node))) float(node);
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const node of graph.nodes) {
      const role = roleOf(node);
      if ((role !== 'carrier' && role !== 'same') || (isFed(node) && isRead(node))) continue;
      float(node);
      isChanged = true;
    }
  }
  return roles;

  /** The tensor that a node makes, behind what is absorbed. */
  function resultOf(node: GraphNode): string {
    const [output] = node.outputs;
    const [reader] = consumers.get(output) ?? [];
    return reader !== undefined && roleOf(reader) === 'absorbed' ? reader.outputs[0] : output;
  }
  function isFed(node: GraphNode): boolean {
    return dataInputs(graph, node).every((name) => {
      const maker = producers.get(name);
      return maker === undefined || roleOf(maker) !== 'float';
    });
  }
  function isRead(node: GraphNode): boolean {
    const result = resultOf(node);
    if (outputs.has(result)) return isPart;
    return (consumers.get(result) ?? []).some((reader) => roleOf(reader) !== 'float');
  }
}

function firstRole(graph: Graph, node: GraphNode): Role {
  if (node.domain !== '') return 'float';
  if (layerWeights(graph, node) !== undefined) return 'layer';
  if (node.outputs.filter((name) => name !== '').length > 1) return 'float';
  if (hasTrait(node, 'int8-same')) return graph.initializers.has(node.inputs[0]) ? 'float' : 'same';
  const isActivation = (name: string): boolean =>
    graph.values.get(name)?.dtype === 'float32' && !graph.initializers.has(name);
  return hasTrait(node, 'int8') && node.inputs.every(isActivation) ? 'carrier' : 'float';
}

/** The activations among a node's inputs. */
export const dataInputs = (graph: Graph, node: GraphNode): readonly string[] =>
  node.inputs.filter((name) => name !== '' && !graph.initializers.has(name));

/**
 * Whether rounding a node's output to a range of its own values does all that the node does: a Relu, or a Clip to
 * constant bounds around 0.
 */
function absorbable(graph: Graph, { opType, domain, inputs }: GraphNode): boolean {
  if (domain !== '') return false;
  if (opType === 'Relu') return true;
  if (opType !== 'Clip') return false;
  const bound = (name: string | undefined, fallback: number): number =>
    name === undefined || name === ''
      ? fallback
      : Number(graph.initializers.get(name)?.data[0] ?? Number.NaN);
  return bound(inputs[1], Number.NEGATIVE_INFINITY) <= 0 && bound(inputs[2], Number.POSITIVE_INFINITY) > 0;
}
