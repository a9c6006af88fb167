import { BespokeError } from '../errors.js';
import { type Graph, type GraphNode, nodeId, type ValueType } from './graph.js';
import { pruneUnused } from './prune-unused.js';
import { sideValues } from './side-values.js';
import type { SubNetwork } from './sub-network.js';
import type { Tensor } from './tensor.js';
import { topologicalOrder } from './topology.js';

export interface Replacement {
  readonly subNetwork: SubNetwork;
  /**
   * One input and one output, with the shapes of `from` and `to`; where it reads side values, the input of the whole
   * graph is its second.
   */
  readonly graph: Graph;
}

/**
 * The graph with sub-networks replaced. `from` and `to` keep their names; names inside the i-th replacement get the
 * prefix `r<i>/`, or `r<i>.2/`, `r<i>.3/`, … where that gives a name that is taken. Weights that nothing reads any more
 * are dropped. Side values that both have stay as they are in the graph.
 * @throws BespokeError GRAPH_OVERLAP when two sub-networks share a node, GRAPH_SHAPE when the ends do not fit
 */
export function replace(graph: Graph, replacements: readonly Replacement[]): Graph {
  const removed = new Set<string>();
  for (const { subNetwork } of replacements) {
    for (const id of subNetwork.nodes) {
      if (removed.has(id)) throw overlap(graph, subNetwork, id);
      removed.add(id);
    }
  }
  const nodes: GraphNode[] = graph.nodes.filter((node) => !removed.has(nodeId(node)));
  const initializers = new Map<string, Tensor>(graph.initializers);
  const values = new Map<string, ValueType>(graph.values);
  const opsets = new Map(graph.opsets);
  const taken = new Set([
    ...[...graph.inputs, ...graph.outputs].map(({ name }) => name),
    ...nodes.flatMap(({ outputs }) => outputs),
    ...graph.initializers.keys(),
  ]);
  replacements.forEach((replacement, index) => {
    refuseOtherEnds(graph, replacement);
    const part = renamed(graph, replacement, freePrefix(replacement.graph, index, taken));
    nodes.push(...part.nodes);
    for (const [name, tensor] of part.initializers) initializers.set(name, tensor);
    for (const [name, type] of part.values) values.set(name, type);
    for (const [domain, version] of replacement.graph.opsets) {
      opsets.set(domain, Math.max(version, opsets.get(domain) ?? 0));
    }
  });
  return pruneUnused({ ...graph, nodes: topologicalOrder(nodes), initializers, values, opsets });
}

function freePrefix(graph: Graph, index: number, taken: ReadonlySet<string>): string {
  const names = [...graph.initializers.keys(), ...graph.nodes.flatMap(({ outputs }) => outputs)];
  for (let attempt = 1; ; attempt++) {
    const prefix = attempt === 1 ? `r${index}/` : `r${index}.${attempt}/`;
    if (!names.some((name) => taken.has(prefix + name))) return prefix;
  }
}

function renamed(
  whole: Graph,
  { subNetwork, graph }: Replacement,
  prefix: string,
): Pick<Graph, 'nodes' | 'initializers' | 'values'> {
  const ends = new Map([
    ...graph.inputs.slice(1).map(({ name }) => [name, name] as const),
    [graph.inputs[0].name, subNetwork.from],
    [graph.outputs[0].name, subNetwork.to],
    ['', ''],
  ]);
  const shared = sharedNodes(whole, subNetwork, graph);
  for (const { outputs } of shared) for (const name of outputs) ends.set(name, name);
  const rename = (name: string): string => ends.get(name) ?? prefix + name;
  const own = graph.nodes.filter((node) => !shared.has(node));
  const nodes = own.map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  return {
    nodes: nodes.length > 0 ? nodes : [passThrough(subNetwork)],
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [rename(name), tensor])),
    values: new Map([...graph.values].map(([name, type]) => [rename(name), type])),
  };
}

/** Nodes of a part that make side values as nodes of the graph outside of it do. */
function sharedNodes(whole: Graph, { nodes }: SubNetwork, part: Graph): ReadonlySet<GraphNode> {
  const side = sideValues(part);
  if (side.size === 0) return new Set();
  const removed = new Set(nodes);
  const outside = new Map(whole.nodes.map((node) => [nodeId(node), node]));
  return new Set(
    part.nodes.filter((node) => {
      const twin = removed.has(nodeId(node)) ? undefined : outside.get(nodeId(node));
      return (
        twin !== undefined &&
        node.outputs.every((name) => name === '' || side.has(name)) &&
        twin.opType === node.opType &&
        twin.inputs.join('\n') === node.inputs.join('\n')
      );
    }),
  );
}

/** What stands in for a part that is left out altogether. */
const passThrough = ({ from, to }: SubNetwork): GraphNode => ({
  opType: 'Identity',
  domain: '',
  inputs: [from],
  outputs: [to],
  attributes: {},
});

function refuseOtherEnds(graph: Graph, { subNetwork, graph: part }: Replacement): void {
  const ends = [
    [subNetwork.from, part.inputs],
    [subNetwork.to, part.outputs],
  ] as const;
  for (const [name, infos] of ends) {
    const wanted = graph.values.get(name);
    const got = infos[0];
    const others = infos.slice(1).map(({ name }) => name);
    const isFed = others.every(
      (other) => infos === part.inputs && graph.inputs.some((input) => input.name === other),
    );
    const fits = isFed && wanted?.dtype === got.dtype && wanted.dims.join() === got.dims.join();
    if (fits) continue;
    throw new BespokeError({
      code: 'GRAPH_SHAPE',
      what: `the replacement of '${subNetwork.from}' to '${subNetwork.to}' does not fit at '${name}'`,
      where: graph.name,
      value: infos.map(({ dtype, dims }) => `${dtype} [${dims.join(', ')}]`).join('; '),
      accepted:
        wanted === undefined ? 'a tensor of the graph' : `one ${wanted.dtype} [${wanted.dims.join(', ')}]`,
    });
  }
}

const overlap = (graph: Graph, { from, to }: SubNetwork, id: string): BespokeError =>
  new BespokeError({
    code: 'GRAPH_OVERLAP',
    what: `two replacements share a node; one of them is '${from}' to '${to}'`,
    where: graph.name,
    value: id,
    accepted: 'sub-networks with no node in common',
  });
