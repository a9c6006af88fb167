import type { Graph } from '../../onnx/graph.js';

/** How long sub-networks are, counted in steps from one cut point to the next. */
export interface Span {
  /** Span of the whole network. */
  readonly steps: number;
  /** Steps from the cut point at or before `from` to the one at or after `to`; at least 1. */
  between(from: string, to: string): number;
}

/** `points`: see {@link cutPoints}. Tensors between two cut points stand where they are made in topological order. */
export function spanOf(graph: Graph, points: readonly string[]): Span {
  const isPoint = new Set(points);
  const before = new Map<string, number>();
  let passed = -1;
  for (const name of [
    ...graph.inputs.map((input) => input.name),
    ...graph.nodes.flatMap((node) => node.outputs),
  ]) {
    if (isPoint.has(name)) passed++;
    if (name !== '') before.set(name, passed);
  }
  return {
    steps: Math.max(1, points.length - 1),
    between: (from, to) =>
      Math.max(1, before.get(to)! + (isPoint.has(to) ? 0 : 1) - Math.max(0, before.get(from)!)),
  };
}
