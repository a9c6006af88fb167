import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { consumersOf } from '../../onnx/topology.js';
import { dataInputs, type Role } from './roles.js';

/**
 * The activations that an int8 network rounds, each with the one whose range it has: itself, or that of what it was
 * moved from.
 */
export function quantisedTensors(
  graph: Graph,
  roles: ReadonlyMap<string, Role>,
  isPart: boolean,
): ReadonlyMap<string, string> {
  const consumers = consumersOf(graph);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const roleOf = (node: GraphNode): Role => roles.get(nodeId(node))!;
  const ranges = new Map<string, string>();
  const add = (name: string): void => {
    if (!ranges.has(name)) ranges.set(name, name);
  };
  for (const { name } of graph.inputs) if (isRounded(name)) add(name);
  for (const node of graph.nodes) {
    const role = roleOf(node);
    if (role === 'float') {
      for (const name of node.outputs) if (name !== '' && isRounded(name)) add(name);
      continue;
    }
    for (const name of dataInputs(graph, node)) if (role !== 'absorbed') add(name);
    const result = resultOf(node, consumers, roleOf);
    if (role === 'same') ranges.set(result, ranges.get(node.inputs[0])!);
    else if (
      node.opType === 'Conv' ||
      role === 'carrier' ||
      isRounded(result) ||
      (isPart && outputs.has(result))
    )
      add(result);
  }
  return ranges;

  function isRounded(name: string): boolean {
    return (consumers.get(name) ?? []).some(
      (reader) => roleOf(reader) !== 'float' && roleOf(reader) !== 'absorbed',
    );
  }
}

/** The tensor that a node makes, behind what is absorbed. */
export function resultOf(
  node: GraphNode,
  consumers: ReadonlyMap<string, readonly GraphNode[]>,
  roleOf: (node: GraphNode) => Role,
): string {
  const [reader] = consumers.get(node.outputs[0]) ?? [];
  return reader !== undefined && roleOf(reader) === 'absorbed' ? reader.outputs[0] : node.outputs[0];
}
