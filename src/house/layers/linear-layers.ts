import { type Graph, type GraphNode, intAttribute } from '../../onnx/graph.js';
import { sizeOf } from '../../onnx/tensor.js';

/** Whether a node is a weighted sum of its first input: Conv, Gemm or MatMul with a constant weight. */
export const isLinear = (graph: Graph, node: GraphNode): boolean =>
  node.domain === '' &&
  ['Conv', 'Gemm', 'MatMul'].includes(node.opType) &&
  graph.initializers.has(node.inputs[1]) &&
  !graph.initializers.has(node.inputs[0]);

/** Whether a node is a convolution in which every output reads one input channel. */
export const isDepthwise = (graph: Graph, node: GraphNode): boolean =>
  node.opType === 'Conv' &&
  intAttribute(node, 'group', 1) > 1 &&
  graph.initializers.get(node.inputs[1])?.dims[1] === 1;

/** L1 norms of a linear layer's weights, by output channel and by input channel. */
export function weightNorms(graph: Graph, node: GraphNode): { outputs: Float64Array; inputs: Float64Array } {
  const { dims, data } = graph.initializers.get(node.inputs[1])!;
  const rowsFirst = node.opType === 'Conv' || intAttribute(node, 'transB', 0) === 1;
  const groups = node.opType === 'Conv' ? intAttribute(node, 'group', 1) : 1;
  const [first, second] = dims;
  const run = sizeOf(dims.slice(2));
  const outputs = new Float64Array(rowsFirst ? first : second);
  const inputs = new Float64Array(rowsFirst ? second * groups : first);
  for (let i = 0; i < first; i++)
    for (let j = 0; j < second; j++) {
      let norm = 0;
      for (let k = 0; k < run; k++) norm += Math.abs(Number(data[(i * second + j) * run + k]));
      if (rowsFirst) {
        outputs[i] += norm;
        inputs[Math.floor(i / (first / groups)) * second + j] += norm;
      } else {
        outputs[j] += norm;
        inputs[i] += norm;
      }
    }
  return { outputs, inputs };
}
