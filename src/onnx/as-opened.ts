import { type Graph, isCastToFloat } from './graph.js';
import type { Tensor } from './tensor.js';

/**
 * The graph as a runtime has it once it is open: weights that are stored as float16 behind a `Cast` are float32. Their
 * values are left out.
 */
export function asOpened(graph: Graph): Graph {
  const initializers = new Map<string, Tensor>(graph.initializers);
  const nodes = graph.nodes.filter((node) => {
    const weight = graph.initializers.get(node.inputs[0]);
    if (weight?.dtype !== 'float16' || !isCastToFloat(node)) return true;
    initializers.delete(node.inputs[0]);
    initializers.set(node.outputs[0], { dtype: 'float32', dims: weight.dims, data: new Float32Array(0) });
    return false;
  });
  return nodes.length === graph.nodes.length ? graph : { ...graph, nodes, initializers };
}
