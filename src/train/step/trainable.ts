import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { untrained } from '../gradient/blockers.js';

/**
 * Inputs that hold weights, by operator. Everything else that is constant (shapes, bounds, scales) is left as it is.
 */
const weightInputs: Readonly<Record<string, readonly number[]>> = {
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Gemm: [1, 2],
  MatMul: [0, 1],
  BatchNormalization: [1, 2],
  LayerNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  GroupNormalization: [1, 2],
  PRelu: [1],
};

/**
 * Names of the float32 initializers that are weights, in the order of the nodes that read them; a constant added to a
 * MatMul is its bias. What lies in front of a node without a gradient is left as it is.
 */
export function trainableParameters(graph: Graph): readonly string[] {
  const matMuls = new Set(graph.nodes.filter(({ opType }) => opType === 'MatMul').map(nodeId));
  const chosen = new Set<string>();
  const barred = new Set<string>(untrained(graph));
  for (const node of graph.nodes) {
    const weights = weightsOf(node, matMuls);
    for (const [index, name] of node.inputs.entries()) {
      const tensor = graph.initializers.get(name);
      if (tensor?.dtype === 'float32') (weights.includes(index) ? chosen : barred).add(name);
    }
  }
  return [...chosen].filter((name) => !barred.has(name));
}

function weightsOf(node: GraphNode, matMuls: ReadonlySet<string>): readonly number[] {
  if (node.domain !== '') return [];
  if (node.opType === 'Add' && node.inputs.some((name) => matMuls.has(name))) return [0, 1];
  if (node.opType === 'Einsum') return node.inputs.map((_, index) => index);
  return weightInputs[node.opType] ?? [];
}
