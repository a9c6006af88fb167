import { type Graph, nodeId } from '../../onnx/graph.js';
import { sideValues } from '../../onnx/side-values.js';
import type { SubNetwork } from '../../onnx/sub-network.js';
import { type Wiring, wiringOf } from '../../onnx/wiring.js';
import { ancestorsOf } from './ancestors.js';
import { cutPoints } from './cut-points.js';
import { postDominators } from './post-dominators.js';
import { spanOf } from './span.js';

export interface EnumerateOptions {
  /** Longest span, as a share (0 to 1) of the steps between cut points; 1 when left out. */
  readonly maxSpan?: number | undefined;
}

/**
 * Every sub-network of an acyclic graph: from the whole network down to single operators, whatever the branches inside.
 * Sorted by the place where the input, then the output, is made. A tensor that nothing reads is no end. Of very deep
 * graphs the longest are left out, so that the time grows with the nodes and not with their square.
 *
 * Take the nodes that can be computed from a tensor `from` alone. A tensor `to` of them closes a sub-network exactly
 * when every reader of `from` that leads to `to` leads nowhere else, that is when `to` post-dominates it.
 */
export function enumerateSubNetworks(graph: Graph, options: EnumerateOptions = {}): SubNetwork[] {
  const wiring = wiringOf(graph);
  const ancestors = ancestorsOf(graph, wiring);
  const dominators = postDominators(graph, wiring);
  const span = spanOf(graph, cutPoints(graph, wiring));
  const asked = Math.floor((options.maxSpan ?? 1) * span.steps + 1e-9);
  const longest = Math.max(1, Math.min(asked, mostSteps(graph)));
  const isBeyond = (from: string) => (to: string) => span.between(from, to) > longest + 1;
  const tensors = [...graph.inputs.map(({ name }) => name), ...graph.nodes.flatMap((node) => node.outputs)];
  const place = new Map(tensors.map((name, index) => [name, index]));
  const ids = graph.nodes.map(nodeId);
  const marks = new Uint8Array(ids.length);
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  // Integers inside a network are indices: nothing can imitate them.
  const isEnd = (name: string): boolean =>
    inputs.has(name) || (graph.values.get(name)?.dtype ?? 'float32').includes('float');

  const side = sideValues(graph);
  // The whole network is all of its nodes.
  const withSides = (from: string, to: string, nodes: readonly number[]): readonly number[] => {
    const isWhole = inputs.has(from) && graph.outputs.length === 1 && graph.outputs[0]!.name === to;
    if (side.size === 0 || !isWhole) return nodes;
    const isIn = new Set(nodes);
    const makesSide = (index: number) => graph.nodes[index]!.outputs.some((name) => side.has(name));
    return [...graph.nodes.keys()].filter((index) => isIn.has(index) || makesSide(index));
  };

  return tensors.flatMap((from) => {
    const readers = wiring.readers.get(from) ?? [];
    if (from === '' || readers.length === 0 || !isEnd(from)) return [];
    const computable = computableFrom(graph, wiring, from, isBeyond(from));
    const closers = new Map<string, number>();
    for (const reader of readers)
      for (const to of dominators.tensorsAfter(reader, isBeyond(from)))
        closers.set(to, (closers.get(to) ?? 0) + 1);
    return [...closers]
      .filter(([to, count]) => {
        const maker = wiring.maker.get(to)!;
        const leading = readers.filter((reader) => reader === maker || ancestors.has(maker, reader)).length;
        return isEnd(to) && computable.has(maker) && count === leading && span.between(from, to) <= longest;
      })
      .map(([to]) => to)
      .sort((left, right) => place.get(left)! - place.get(right)!)
      .map((to) => ({
        from,
        to,
        nodes: withSides(from, to, inside(wiring, from, to, marks)).map((index) => ids[index]),
      }));
  });
}

/** Nodes that all sub-networks together may list: 160 MB. */
const MOST_LISTED = 2e7;

/** The longest span of sub-networks of which there are not too many: a bound for more than some 350 nodes in a row. */
const mostSteps = ({ nodes }: Graph): number =>
  Math.floor(Math.sqrt((2 * MOST_LISTED) / Math.max(1, nodes.length)));

function computableFrom(
  graph: Graph,
  wiring: Wiring,
  from: string,
  isBeyond: (to: string) => boolean,
): Set<number> {
  const known = new Set([from]);
  const computable = new Set<number>();
  for (let index = (wiring.maker.get(from) ?? -1) + 1; index < graph.nodes.length; index++) {
    // Spans grow along the topological order.
    if (isBeyond(graph.nodes[index].outputs.find((name) => name !== '') ?? from)) break;
    if (!wiring.reads[index].every((name) => known.has(name))) continue;
    computable.add(index);
    for (const name of graph.nodes[index].outputs) if (name !== '') known.add(name);
  }
  return computable;
}

/**
 * Nodes on which `to` depends without going through `from`, in topological order.
 * @param marks one of each node, all 0, before and after
 */
function inside(wiring: Wiring, from: string, to: string, marks: Uint8Array): number[] {
  const last = wiring.maker.get(to)!;
  let first = last;
  const pending = [last];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    if (marks[index] === 1) continue;
    marks[index] = 1;
    if (index < first) first = index;
    for (const name of wiring.reads[index]) if (name !== from) pending.push(wiring.maker.get(name)!);
  }
  const found: number[] = [];
  for (let index = first; index <= last; index++) {
    if (marks[index] === 0) continue;
    found.push(index);
    marks[index] = 0;
  }
  return found;
}
