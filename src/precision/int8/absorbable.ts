import type { Graph, GraphNode } from '../../onnx/graph.js';

/**
 * Whether rounding a node's output to a range of its own values does all that the node does: a Relu, or a Clip to
 * constant bounds around 0.
 */
export function absorbable(graph: Graph, { opType, domain, inputs }: GraphNode): boolean {
  if (domain !== '') return false;
  if (opType === 'Relu') return true;
  if (opType !== 'Clip') return false;
  const bound = (name: string | undefined, fallback: number): number =>
    name === undefined || name === ''
      ? fallback
      : Number(graph.initializers.get(name)?.data[0] ?? Number.NaN);
  return bound(inputs[1], Number.NEGATIVE_INFINITY) <= 0 && bound(inputs[2], Number.POSITIVE_INFINITY) > 0;
}
