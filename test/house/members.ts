import type { Member } from '../../src/house/alternative.js';
import { channelAxis } from '../../src/house/channels/channel-axis.js';
import { enumerateSubNetworks } from '../../src/house/sub-networks/enumerate.js';
import type { Graph } from '../../src/onnx/graph.js';
import { rngOf } from '../../src/random.js';

/** A member with made-up channel means. */
export function memberOf(name: string, graph: Graph): Member {
  const rng = rngOf(1, 'means', name);
  const means = [...graph.values].map(([tensor, { dims }]) => {
    const axis = channelAxis(dims);
    const count = axis === undefined ? 0 : dims[axis];
    return [tensor, Float64Array.from({ length: count }, () => rng.next())] as const;
  });
  return {
    name,
    graph,
    subNetworks: enumerateSubNetworks(graph),
    channelMeans: new Map(means),
    channelRanks: new Map(),
    partOrder: [],
  };
}

/** The sub-network between two tensors. */
export function subNetwork(member: Member, from: string, to: string) {
  const found = member.subNetworks.find((sub) => sub.from === from && sub.to === to);
  if (found === undefined) throw new Error(`${from}..${to} is no sub-network`);
  return found;
}
