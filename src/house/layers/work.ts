import { nodeMacs } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import { scalarFunctions } from '../../onnx/scalar/scalar-functions.js';
import { sizeOf } from '../../onnx/tensor.js';

/** Multiply-accumulates of one sample, floating-point weights, and what its element-wise functions cost. */
export interface LayerWork {
  readonly macs: number;
  readonly parameters: number;
  /** In additions of two elements, see {@link scalarFunctions}. */
  readonly functions: number;
}

export function workOf(graph: Graph): LayerWork {
  let parameters = 0;
  for (const { dtype, dims } of graph.initializers.values())
    if (dtype.includes('float')) parameters += sizeOf(dims);
  return {
    macs: graph.nodes.reduce((sum, node) => sum + nodeMacs(node, graph), 0),
    parameters,
    functions: scalarFunctions(graph).reduce(
      (sum, { from, cost }) => sum + cost * sizeOf(graph.values.get(from)!.dims),
      0,
    ),
  };
}
