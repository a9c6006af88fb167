import { macsOf } from '../onnx/cost.js';
import type { Graph } from '../onnx/graph.js';
import { sizeOf } from '../onnx/tensor.js';

/** Multiply-accumulates of one sample, and floating-point weights. */
export interface Work {
  readonly macs: number;
  readonly parameters: number;
}

export function workOf(graph: Graph): Work {
  let parameters = 0;
  for (const { dtype, dims } of graph.initializers.values())
    if (dtype.includes('float')) parameters += sizeOf(dims);
  return { macs: graph.nodes.reduce((sum, node) => sum + macsOf(node, graph), 0), parameters };
}
