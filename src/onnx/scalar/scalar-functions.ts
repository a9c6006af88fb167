import { type Graph, nodeId } from '../graph.js';
import { type Wiring, wiringOf } from '../wiring.js';
import { type ScalarNode, scalarNode } from './scalar-node.js';

/**
 * A function of single elements, in however many nodes an exporter wrote it: Gelu as one, or as Div, Erf, Add, Mul,
 * Mul.
 */
export interface ScalarFunction {
  readonly from: string;
  readonly to: string;
  /** Ids of its nodes, in topological order. */
  readonly nodes: readonly string[];
  /** Sum of the costs of its nodes, see {@link ScalarNode.cost}. */
  readonly cost: number;
  at(x: number): number;
}

const LARGEST = 12;

/**
 * The scalar functions of a graph that are accepted, the widest ones, none inside another, in topological order.
 * Tensors inside are read by nothing else, so that all of its nodes can go.
 */
export function scalarFunctions(
  graph: Graph,
  accepts: (scalar: ScalarFunction) => boolean = () => true,
): ScalarFunction[] {
  const wiring = wiringOf(graph);
  const scalar = graph.nodes.map((node) => scalarNode(graph, node));
  const found: ScalarFunction[] = [];
  const taken = new Set<number>();
  for (let last = graph.nodes.length - 1; last >= 0; last--) {
    if (taken.has(last)) continue;
    const to = nodeId(graph.nodes[last]);
    for (const region of regions(graph, wiring, scalar, last).reverse()) {
      const candidate = functionOf(region, scalar, to);
      if (region.indices.some((index) => taken.has(index)) || !accepts(candidate)) continue;
      for (const index of region.indices) taken.add(index);
      found.push(candidate);
      break;
    }
  }
  return found.reverse();
}

interface Region {
  readonly from: string;
  readonly indices: readonly number[];
}

/** Widens backwards from one node, latest tensor first, as long as all is scalar: what reads one tensor on the way. */
function regions(
  graph: Graph,
  wiring: Wiring,
  scalar: readonly (ScalarNode | undefined)[],
  last: number,
): Region[] {
  const inside = new Set<number>();
  const open = new Set([graph.nodes[last].outputs[0]]);
  const found: Region[] = [];
  while (inside.size < LARGEST) {
    const makers = [...open].flatMap((name) => wiring.maker.get(name) ?? []);
    const next = Math.max(-1, ...makers);
    const node = scalar[next];
    if (node === undefined) break;
    inside.add(next);
    open.delete(nodeId(node.node));
    for (const name of node.reads) open.add(name);
    if (open.size !== 1) continue;
    const indices = [...inside].sort((left, right) => left - right);
    const isClosed = indices.every((index) => {
      const made = nodeId(graph.nodes[index]);
      const readers = wiring.readers.get(made) ?? [];
      return index === last || (!wiring.outputs.has(made) && readers.every((reader) => inside.has(reader)));
    });
    if (isClosed) found.push({ from: [...open][0], indices });
  }
  return found;
}

function functionOf(
  { from, indices }: Region,
  scalar: readonly (ScalarNode | undefined)[],
  to: string,
): ScalarFunction {
  const nodes = indices.map((index) => scalar[index]!);
  return {
    from,
    to,
    nodes: nodes.map(({ node }) => nodeId(node)),
    cost: nodes.reduce((sum, { cost }) => sum + cost, 0),
    at(x) {
      const values = new Map([[from, x]]);
      for (const node of nodes)
        values.set(
          nodeId(node.node),
          node.value((tensor) => values.get(tensor)!),
        );
      return values.get(to)!;
    },
  };
}
