import type { Graph } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';

/** The graph with the values of some initializers replaced, as a trainer returns them. */
export function withParameters(graph: Graph, parameters: ReadonlyMap<string, Tensor>): Graph {
  const initializers = new Map(
    [...graph.initializers].map(([name, tensor]) => [name, parameters.get(name) ?? tensor] as const),
  );
  return { ...graph, initializers };
}
