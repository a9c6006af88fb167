import { type Graph, type GraphNode, nodeId, type ValueType } from './graph.js';
import { producersOf } from './topology.js';

/** Names of the weights that nodes read or that are outputs, in order of first use. */
export function namesInOrderOfUse(graph: Graph): string[] {
  const used = new Set<string>();
  for (const { inputs } of graph.nodes)
    for (const name of inputs) if (graph.initializers.has(name)) used.add(name);
  for (const { name } of graph.outputs) if (graph.initializers.has(name)) used.add(name);
  return [...used];
}

/**
 * Without nodes that no output needs, weights that no node reads, values that nothing makes, opsets that nothing uses.
 */
export function pruneUnused(graph: Graph): Graph {
  const producers = producersOf(graph);
  const needed = new Set<string>();
  const open: GraphNode[] = [];
  const need = (name: string): void => {
    const node = producers.get(name);
    if (node === undefined || needed.has(nodeId(node))) return;
    needed.add(nodeId(node));
    open.push(node);
  };
  for (const { name } of graph.outputs) need(name);
  for (let node = open.pop(); node !== undefined; node = open.pop()) node.inputs.forEach(need);

  const nodes = graph.nodes.filter((node) => needed.has(nodeId(node)));
  const kept = { ...graph, nodes };
  const initializers = new Map(namesInOrderOfUse(kept).map((name) => [name, graph.initializers.get(name)!]));
  const values = new Map<string, ValueType>();
  for (const name of [...graph.inputs.map((info) => info.name), ...nodes.flatMap(({ outputs }) => outputs)]) {
    const type = graph.values.get(name);
    if (type !== undefined) values.set(name, type);
  }
  const domains = new Set(['', ...nodes.map(({ domain }) => domain)]);
  const opsets = new Map([...graph.opsets].filter(([domain]) => domains.has(domain)));
  return { ...kept, initializers, values, opsets };
}
