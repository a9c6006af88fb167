import { type GraphNode, nodeId, type ValueType } from '../../onnx/graph.js';
import type { GraphBuilder } from '../gradient/builder.js';

/** Mean and population variance over batch and space, [channels]. */
export interface BatchStatistics {
  readonly mean: string;
  readonly variance: string;
}

/** Mean and population variance of every channel (axis 1) of `x`. */
export function batchStatistics(builder: GraphBuilder, x: string): BatchStatistics {
  const dims = builder.dims(x);
  const axes = dims.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const mean = builder.mean(x, axes);
  const centred = builder.minus(
    x,
    builder.reshape(
      mean,
      dims.map((size, axis) => (axis === 1 ? size : 1)),
    ),
  );
  return { mean, variance: builder.mean(builder.times(centred, centred), axes) };
}

export function placeBatchNorm(
  builder: GraphBuilder,
  node: GraphNode,
  type: ValueType,
): { node: GraphNode; statistics: BatchStatistics } {
  const statistics = batchStatistics(builder, node.inputs[0]!);
  const placed = {
    ...node,
    inputs: [...node.inputs.slice(0, 3), statistics.mean, statistics.variance],
    outputs: [nodeId(node)],
  };
  builder.place(placed, [type]);
  return { node: placed, statistics };
}
