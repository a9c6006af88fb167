import { BespokeError } from '../errors.js';
import { type Graph, nodeId, type ValueInfo, type ValueType } from './graph.js';
import { sideValues } from './side-values.js';
import type { SubNetwork } from './sub-network.js';
import type { Tensor } from './tensor.js';

/**
 * A sub-network as a graph of its own: input `from`, output `to`, the weights that its nodes read. Where it reads side
 * values (see {@link sideValues}), what makes them comes with it, and the input of the whole graph is its second.
 * @throws BespokeError GRAPH_SUB_NETWORK when it is not one of this graph (a node or a tensor is missing)
 */
export function extract(graph: Graph, { from, to, nodes: ids }: SubNetwork): Graph {
  const inside = new Set(ids);
  const beside = sideNodes(graph, from, inside);
  const nodes = graph.nodes.filter((node) => inside.has(nodeId(node)) || beside.has(nodeId(node)));
  const made = new Set(nodes.flatMap(({ outputs }) => outputs.filter((name) => name !== '')));
  if (nodes.length !== inside.size + beside.size || !made.has(to)) throw notOf(graph, from, to, to);
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const [whole] = beside.size > 0 ? graph.inputs.filter(({ name }) => name !== from && read.has(name)) : [];
  const given = new Set(['', from, ...(whole === undefined ? [] : [whole.name])]);
  const initializers = new Map<string, Tensor>();
  for (const name of nodes.flatMap(({ inputs }) => inputs)) {
    const tensor = graph.initializers.get(name);
    if (tensor !== undefined) initializers.set(name, tensor);
    else if (!given.has(name) && !made.has(name)) throw notOf(graph, from, to, name);
  }
  const values = new Map<string, ValueType>();
  for (const name of [...given, ...made]) {
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
    inputs: [infoOf(from), ...(whole === undefined ? [] : [whole])],
    outputs: [infoOf(to)],
    nodes,
    initializers,
    values,
  };
}

/** Ids of the nodes outside that make the side values which nodes inside read. */
function sideNodes(graph: Graph, from: string, inside: ReadonlySet<string>): ReadonlySet<string> {
  const side = sideValues(graph);
  const found = new Set<string>();
  if (side.size === 0) return found;
  const wanted = new Set<string>();
  for (const node of graph.nodes.toReversed()) {
    const isInside = inside.has(nodeId(node));
    const isWanted = !isInside && node.outputs.some((name) => wanted.has(name) && name !== from);
    if (isWanted) found.add(nodeId(node));
    for (const name of node.inputs) if (isWanted || (isInside && side.has(name))) wanted.add(name);
  }
  return found;
}

const notOf = (graph: Graph, from: string, to: string, name: string): BespokeError =>
  new BespokeError({
    code: 'GRAPH_SUB_NETWORK',
    what: `'${from}' to '${to}' is not a sub-network of this graph`,
    where: graph.name,
    value: name,
    accepted: 'nodes of this graph that read only one tensor from outside, and weights',
  });
