import { BespokeError } from '../errors.js';
import { type Graph, nodeId, type ValueInfo, type ValueType } from './graph.js';
import type { SubNetwork } from './sub-network.js';
import type { Tensor } from './tensor.js';

/**
 * A sub-network as a graph of its own: input `from`, output `to`, the weights that its nodes read.
 * @throws BespokeError GRAPH_SUB_NETWORK when it is not one of this graph (a node or a tensor is missing)
 */
export function extract(graph: Graph, { from, to, nodes: ids }: SubNetwork): Graph {
  const inside = new Set(ids);
  const nodes = graph.nodes.filter((node) => inside.has(nodeId(node)));
  const made = new Set(nodes.flatMap(({ outputs }) => outputs.filter((name) => name !== '')));
  if (nodes.length !== inside.size || !made.has(to)) throw notOf(graph, from, to, to);
  const initializers = new Map<string, Tensor>();
  for (const name of nodes.flatMap(({ inputs }) => inputs)) {
    const tensor = graph.initializers.get(name);
    if (tensor !== undefined) initializers.set(name, tensor);
    else if (name !== '' && name !== from && !made.has(name)) throw notOf(graph, from, to, name);
  }
  const values = new Map<string, ValueType>();
  for (const name of [from, ...made]) {
    const type = graph.values.get(name);
    if (type !== undefined) values.set(name, type);
  }
  const infoOf = (name: string): ValueInfo => {
    const type = values.get(name);
    if (type === undefined) throw notOf(graph, from, to, name);
    return { name, ...type };
  };
  const domains = new Set(['', ...nodes.map(({ domain }) => domain)]);
  const opsets = new Map([...graph.opsets].filter(([domain]) => domains.has(domain)));
  return {
    name: graph.name,
    opsets,
    inputs: [infoOf(from)],
    outputs: [infoOf(to)],
    nodes,
    initializers,
    values,
  };
}

const notOf = (graph: Graph, from: string, to: string, name: string): BespokeError =>
  new BespokeError({
    code: 'GRAPH_SUB_NETWORK',
    what: `'${from}' to '${to}' is not a sub-network of this graph`,
    where: graph.name,
    value: name,
    accepted: 'nodes of this graph that read only one tensor from outside, and weights',
  });
