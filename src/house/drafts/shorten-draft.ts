import { producersOf } from '../../onnx/topology.js';
import { isActivation } from '../layers/activation.js';
import { lastLayers } from '../layers/last-layer.js';
import { cutPoints } from '../sub-networks/cut-points.js';
import type { Aim, Draft } from './draft.js';
import type { Part } from './shape-keeping-parts.js';
import { withoutParts } from './without-parts.js';

/**
 * The draft without some of its shape-keeping parts. What stays in front of a gap is aimed at what the gap's end was
 * aimed at, so that it takes the missing parts' work over; from there on the last layer in front of every cut point is
 * to be solved. Undefined when nothing would stay.
 */
export function shortenDraft(draft: Draft, gone: readonly Part[]): Draft | undefined {
  const shortened = withoutParts(draft.graph, gone);
  if (shortened === undefined) return undefined;
  const { graph, standsFor } = shortened;
  const used = new Set(graph.nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  const aims = new Map([...draft.aims].filter(([name]) => used.has(name)));
  for (const [start, last] of standsFor) takeAim(draft, aims, start, last);
  const points = cutPoints(graph);
  const layers = lastLayers(graph, points.slice(points.findIndex((name) => standsFor.has(name))));
  const kept = [...draft.layers].filter((id) => used.has(id));
  return { ...draft, graph, aims, layers: new Set([...kept, ...layers]) };
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
