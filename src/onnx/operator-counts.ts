import type { Graph } from './graph.js';
import { signatureOf } from './operator-signature.js';
import { producersOf } from './topology.js';

/** How often each operator with the same shapes is in a graph, by signature; sorted. */
export type OperatorCounts = Readonly<Record<string, number>>;

/** @param graph with the shapes of its activations */
export function operatorCounts(graph: Graph): OperatorCounts {
  const producers = producersOf(graph);
  const counts = new Map<string, number>();
  for (const node of graph.nodes) {
    const signature = signatureOf(node, graph, producers);
    counts.set(signature, (counts.get(signature) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
