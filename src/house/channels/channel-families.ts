import type { Graph } from '../../onnx/graph.js';
import { channelCount } from './channel-axis.js';
import type { Coupling } from './channel-rule.js';
import { channelRule } from './channel-rules.js';
import { UnionFind } from './union-find.js';

/** Channels that can only be taken out together: one position in each tensor that carries them, or several. */
export type ChannelGroup = readonly { readonly tensor: string; readonly channel: number }[];

/**
 * Groups that run through the same tensors, one more or less of which is one more or less channel in each. A plain
 * convolution's output and the activation behind it make one family with a group a channel.
 */
export interface ChannelFamily {
  /** In topological order. */
  readonly tensors: readonly string[];
  /** By their first channel in the first tensor. */
  readonly groups: readonly ChannelGroup[];
}

export interface FamilyOptions {
  /** Also families that touch the graph's inputs and outputs, whose widths others count on. */
  readonly ends?: boolean | undefined;
}

/**
 * Finds which channels are coupled: through Add, Mul, Concat, Split, depthwise convolutions, normalisation, reshaping
 * and so on. Channels around a node that cannot be analysed are in no family.
 */
export function channelFamilies(graph: Graph, options: FamilyOptions = {}): ChannelFamily[] {
  const tensors = [
    ...graph.inputs.map(({ name }) => name),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ].filter((name) => name !== '');
  const first = new Map<string, number>();
  let total = 0;
  for (const name of tensors) {
    first.set(name, total);
    total += channelCount(graph.values.get(name)!.dims);
  }
  const union = new UnionFind(total);
  const locked = new Set<string>();
  coupleAll(graph, first, union, locked);
  if (!options.ends) for (const { name } of [...graph.inputs, ...graph.outputs]) locked.add(name);
  return families(graph, tensors, first, union, locked);
}

function coupleAll(
  graph: Graph,
  first: ReadonlyMap<string, number>,
  union: UnionFind,
  locked: Set<string>,
): void {
  const join: Coupling['join'] = (left, leftChannel, right, rightChannel) =>
    union.join(first.get(left)! + leftChannel, first.get(right)! + rightChannel);
  const coupling: Coupling = {
    graph,
    dims: (name) => graph.initializers.get(name)?.dims ?? graph.values.get(name)!.dims,
    isWeight: (name) => graph.initializers.has(name),
    join,
    joinAll(left, right, count, offset = 0) {
      for (let channel = 0; channel < count; channel++) join(left, channel, right, channel + offset);
    },
    lock: (name) => locked.add(name),
  };
  for (const node of graph.nodes) {
    if (channelRule(node)?.couple(node, coupling) === true) continue;
    for (const name of [...node.inputs, ...node.outputs]) if (first.has(name)) locked.add(name);
  }
}

function families(
  graph: Graph,
  tensors: readonly string[],
  first: ReadonlyMap<string, number>,
  union: UnionFind,
  locked: ReadonlySet<string>,
): ChannelFamily[] {
  const groups = new Map<number, { tensor: string; channel: number }[]>();
  const lockedRoots = new Set<number>();
  for (const tensor of tensors) {
    const count = channelCount(graph.values.get(tensor)!.dims);
    for (let channel = 0; channel < count; channel++) {
      const root = union.root(first.get(tensor)! + channel);
      if (locked.has(tensor)) lockedRoots.add(root);
      const group = groups.get(root);
      if (group === undefined) groups.set(root, [{ tensor, channel }]);
      else group.push({ tensor, channel });
    }
  }
  const bySignature = new Map<string, { tensors: string[]; groups: ChannelGroup[] }>();
  for (const [root, group] of groups) {
    if (lockedRoots.has(root)) continue;
    const signature = group.map(({ tensor }) => tensor);
    const key = JSON.stringify(signature);
    const family = bySignature.get(key);
    if (family === undefined) bySignature.set(key, { tensors: [...new Set(signature)], groups: [group] });
    else family.groups.push(group);
  }
  return [...bySignature.values()];
}
