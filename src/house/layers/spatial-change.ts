import type { Graph } from '../../onnx/graph.js';
import type { SubNetwork } from '../../onnx/sub-network.js';

/**
 * Output over input size along every spatial dimension (behind the channels), `[0.5, 0.5]` for a halving of H and W.
 * Empty when the output has no spatial dimensions: logits, or a vector of features.
 */
export function spatialChange(graph: Graph, sub: Pick<SubNetwork, 'from' | 'to'>): readonly number[] {
  const before = graph.values.get(sub.from)!.dims.slice(2);
  const after = graph.values.get(sub.to)!.dims.slice(2);
  return after.map((size, axis) => size / (before[axis] ?? size));
}
