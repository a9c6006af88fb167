import { type Graph, nodeId } from '../onnx/graph.js';
import { producersOf } from '../onnx/topology.js';
import { isActivation } from './activation.js';
import { cutPoints } from './cut-points.js';
import type { Aim, Draft } from './draft.js';
import { lastLayers } from './last-layer.js';
import type { Part } from './shape-keeping-parts.js';

/**
 * The draft without some of its shape-keeping parts. What stays in front of a gap is aimed at what the gap's end was
 * aimed at, so that it takes the missing parts' work over; from there on the last layer in front of every cut point is
 * to be solved. Undefined when nothing would stay.
 */
export function shortenDraft(draft: Draft, gone: readonly Part[]): Draft | undefined {
  const standsFor = new Map<string, string>();
  const alias = new Map<string, string>();
  const dropped = new Set<string>();
  for (const { from, to, nodes } of gone) {
    const start = alias.get(from) ?? from;
    alias.set(to, start);
    standsFor.set(start, to);
    for (const id of nodes) dropped.add(id);
  }
  const resolve = (name: string) => alias.get(name) ?? name;
  const nodes = draft.graph.nodes
    .filter((node) => !dropped.has(nodeId(node)))
    .map((node) => ({ ...node, inputs: node.inputs.map(resolve) }));
  const end = resolve(draft.graph.outputs[0].name);
  if (nodes.length === 0 || end === draft.graph.inputs[0].name) return undefined;
  const used = new Set(nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  const graph: Graph = {
    ...draft.graph,
    outputs: [{ name: end, ...draft.graph.values.get(end)! }],
    nodes,
    initializers: new Map([...draft.graph.initializers].filter(([name]) => used.has(name))),
    values: new Map([...draft.graph.values].filter(([name]) => used.has(name))),
  };
  const aims = new Map([...draft.aims].filter(([name]) => used.has(name)));
  for (const [start, last] of standsFor) takeAim(draft, aims, start, last);
  const points = cutPoints(graph);
  const layers = lastLayers(graph, points.slice(points.findIndex((name) => standsFor.has(name))));
  const kept = [...draft.layers].filter((id) => used.has(id));
  return { graph, aims, layers: new Set([...kept, ...layers]), means: draft.means, ranks: draft.ranks };
}

/** Aims `start`, and what the activation functions in front of it read, at what `last` was aimed at. */
function takeAim(draft: Draft, aims: Map<string, Aim>, start: string, last: string): void {
  const makers = producersOf(draft.graph);
  let [own, other] = [start, last];
  for (;;) {
    const aim = draft.aims.get(other);
    if (aim !== undefined) aims.set(own, aim);
    const [maker, theirs] = [makers.get(own), makers.get(other)];
    if (maker === undefined || !isActivation(maker) || theirs?.opType !== maker.opType) return;
    own = maker.inputs[0];
    other = theirs.inputs[0];
  }
}
