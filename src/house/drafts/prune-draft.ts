import type { Graph } from '../../onnx/graph.js';
import { nodeId } from '../../onnx/graph.js';
import { type ChannelFamily, type ChannelGroup, channelFamilies } from '../channels/channel-families.js';
import { groupScores, type ScoreBy } from '../channels/group-scores.js';
import { roundedWidth } from '../channels/rounded-width.js';
import { takeOut } from '../channels/take-out.js';
import { isDepthwise, isLinear } from '../layers/linear-layers.js';
import type { Aim, Draft } from './draft.js';

export interface PruneOptions {
  /** Share of the channels that stay, 0 to 1. */
  readonly factor: number;
  readonly by: ScoreBy;
  /**
   * `inner` leaves the width of residual stages alone (channels that pass through an Add of two activations): their
   * error would add up from block to block. `all` prunes whatever does not touch the ends.
   */
  readonly scope: 'inner' | 'all';
  /**
   * How much more than `factor` stays in the last layers, and how much less in the first: 0.5 with a slope of 0.25 goes
   * from 0.25 to 0.75. What is lost late cannot be made up for by what comes after.
   */
  readonly slope: number;
}

/** The draft with the weakest channels of every family taken out; undefined when there is none to take. */
export function pruneDraft(draft: Draft, { factor, by, scope, slope }: PruneOptions): Draft | undefined {
  const families = channelFamilies(draft.graph).filter(
    (family) => scope === 'all' || !isSummed(draft.graph, family),
  );
  const order = new Map(
    draft.graph.nodes.flatMap(({ outputs }, index) => outputs.map((name) => [name, index])),
  );
  const depthOf = ({ tensors }: ChannelFamily) =>
    order.get(tensors[0])! / Math.max(1, draft.graph.nodes.length - 1);
  const gone = families.flatMap((family) => {
    const width = roundedWidth(family.groups.length, factor + slope * (2 * depthOf(family) - 1));
    return weakest(family, groupScores(draft, family, by), family.groups.length - width);
  });
  return gone.length === 0 ? undefined : narrowDraft(draft, gone);
}

/** Takes whole groups of channels out; the layers that read them are to be solved anew. */
export function narrowDraft(draft: Draft, gone: readonly ChannelGroup[]): Draft {
  const { graph, kept } = takeOut(draft.graph, gone);
  const readers = draft.graph.nodes.filter(
    (node) => kept.has(node.inputs[0]) && isLinear(draft.graph, node) && !isDepthwise(draft.graph, node),
  );
  return {
    member: draft.member,
    graph,
    aims: new Map([...draft.aims].map(([tensor, aim]) => [tensor, narrowAim(aim, kept.get(tensor))])),
    layers: new Set([...draft.layers, ...readers.map(nodeId)]),
    means: pickAll(draft.means, kept),
    ranks: pickAll(draft.ranks, kept),
  };
}

function narrowAim(aim: Aim, kept: readonly number[] | undefined): Aim {
  if (kept === undefined) return aim;
  return { ...aim, channels: kept.map((channel) => aim.channels?.[channel] ?? channel) };
}

function pickAll(
  byTensor: ReadonlyMap<string, Float64Array>,
  kept: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, Float64Array> {
  return new Map(
    [...byTensor].map(([tensor, values]) => {
      const channels = kept.get(tensor);
      return [tensor, channels === undefined ? values : Float64Array.from(channels, (at) => values[at])];
    }),
  );
}

function weakest(family: ChannelFamily, scores: Float64Array, count: number): ChannelGroup[] {
  return [...family.groups.keys()]
    .sort((left, right) => scores[left] - scores[right] || right - left)
    .slice(0, count)
    .map((index) => family.groups[index]);
}

function isSummed(graph: Graph, family: ChannelFamily): boolean {
  const tensors = new Set(family.tensors);
  return graph.nodes.some(
    (node) =>
      ['Add', 'Sum'].includes(node.opType) &&
      tensors.has(node.outputs[0]) &&
      node.inputs.filter((name) => !graph.initializers.has(name)).length > 1,
  );
}
