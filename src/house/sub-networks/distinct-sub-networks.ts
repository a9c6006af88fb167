import { nodeId } from '../../onnx/graph.js';
import type { SubNetwork } from '../../onnx/sub-network.js';
import { producersOf } from '../../onnx/topology.js';
import type { Member } from '../alternative.js';
import { isActivation } from '../layers/activation.js';
import { isLinear } from '../layers/linear-layers.js';

/**
 * Of the sub-networks of a member that have the same linear layers, one: they differ by activation functions, sums and
 * pooling at their ends only. Preferred are ends of the network, then tensors that an activation function makes, then
 * the shorter one. Those without any linear layer are left out.
 */
export function distinctSubNetworks({ graph, subNetworks }: Member): SubNetwork[] {
  const makers = producersOf(graph);
  const linear = new Map(
    graph.nodes.flatMap((node, index) => (isLinear(graph, node) ? [[nodeId(node), index] as const] : [])),
  );
  const ends = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
  const rank = (tensor: string): number => {
    const maker = makers.get(tensor);
    return ends.has(tensor) ? 2 : maker !== undefined && isActivation(maker) ? 1 : 0;
  };
  const best = new Map<string, SubNetwork>();
  for (const sub of subNetworks) {
    const key = fingerprint(sub.nodes.flatMap((id) => linear.get(id) ?? []));
    if (key === undefined) continue;
    const other = best.get(key);
    if (other === undefined || better(sub, other)) best.set(key, sub);
  }
  return [...best.values()];

  function better(sub: SubNetwork, other: SubNetwork): boolean {
    const gain = rank(sub.from) + rank(sub.to) - rank(other.from) - rank(other.to);
    return gain > 0 || (gain === 0 && sub.nodes.length < other.nodes.length);
  }
}

/** Tells sets of layers apart without holding them all: their number, ends, sum and sum of squares. */
function fingerprint(indices: readonly number[]): string | undefined {
  if (indices.length === 0) return undefined;
  let [sum, squares] = [0, 0];
  for (const index of indices) {
    sum += index;
    squares += index * index;
  }
  return [indices.length, indices[0], indices.at(-1), sum, squares].join();
}
