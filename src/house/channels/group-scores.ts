import type { Graph } from '../../onnx/graph.js';
import { isDepthwise, isLinear, weightNorms } from '../layers/linear-layers.js';
import type { ChannelFamily } from './channel-families.js';

/** How to tell which channels matter. */
export type ScoreBy = 'norm' | 'activation' | 'reconstruction';

/** What is known of channels by tensor: see {@link Draft}. */
export interface KnownChannels {
  readonly graph: Graph;
  readonly means: ReadonlyMap<string, Float64Array>;
  readonly ranks: ReadonlyMap<string, Float64Array>;
}

/**
 * One score a group of the family, more is more important.
 *
 * - `norm`: L1 norm of the weights that make the channel, relative to the mean of their layer (Li et al., arXiv
 *   1608.08710).
 * - `activation`: mean absolute activation times L1 norm of the weights that read it, that is how much the next layers
 *   get from it (the criterion of Wanda, arXiv 2306.11695), relative to the mean of that layer. `norm` where no
 *   activation is known.
 * - `reconstruction`: how long the channel stays when each time the one goes that the layers that read it can best make
 *   up for, added over tensors as shares of their width. `activation` where that is not known.
 *
 * Channels that no layer makes, as those of a graph input, are judged by the weights that read them.
 */
export function groupScores(
  { graph, means, ranks }: KnownChannels,
  family: ChannelFamily,
  by: ScoreBy,
): Float64Array {
  const byTensor = [
    by === 'reconstruction' ? stays(family, ranks) : undefined,
    by === 'norm' ? undefined : readStrengths(graph, family, (tensor) => means.get(tensor)),
    madeNorms(graph, family),
    readStrengths(graph, family, ones),
  ].find((strengths) => strengths !== undefined && strengths.size > 0);
  return Float64Array.from(family.groups, (group) => {
    let sum = 0;
    for (const { tensor, channel } of group)
      for (const strengths of byTensor?.get(tensor) ?? []) sum += strengths[channel];
    return sum;
  });
}

const ones = () => 'ones' as const;

type Strengths = Map<string, Float64Array[]>;

function stays(family: ChannelFamily, ranks: ReadonlyMap<string, Float64Array>): Strengths {
  const strengths: Strengths = new Map();
  for (const tensor of family.tensors) {
    const places = ranks.get(tensor);
    if (places !== undefined) strengths.set(tensor, [places.map((place) => place / places.length)]);
  }
  return strengths;
}

function madeNorms(graph: Graph, family: ChannelFamily): Strengths {
  const strengths: Strengths = new Map();
  const tensors = new Set(family.tensors);
  for (const node of graph.nodes)
    if (tensors.has(node.outputs[0]) && isLinear(graph, node))
      note(strengths, node.outputs[0], weightNorms(graph, node).outputs);
  return strengths;
}

function readStrengths(
  graph: Graph,
  family: ChannelFamily,
  activationOf: (tensor: string) => ArrayLike<number> | 'ones' | undefined,
): Strengths {
  const strengths: Strengths = new Map();
  const tensors = new Set(family.tensors);
  for (const node of graph.nodes) {
    const activation = activationOf(node.inputs[0]);
    if (!tensors.has(node.inputs[0]) || activation === undefined) continue;
    if (!isLinear(graph, node) || isDepthwise(graph, node)) continue;
    const { inputs } = weightNorms(graph, node);
    note(
      strengths,
      node.inputs[0],
      inputs.map((norm, channel) => (activation === 'ones' ? norm : norm * activation[channel])),
    );
  }
  return strengths;
}

function note(strengths: Strengths, tensor: string, values: Float64Array): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const relative = mean > 0 ? values.map((value) => value / mean) : values;
  strengths.set(tensor, [...(strengths.get(tensor) ?? []), relative]);
}
