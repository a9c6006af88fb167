import { floatAttribute, type Graph, type GraphNode, intAttribute } from '../../onnx/graph.js';

/** How the weights of a layer lie: W, and the axes of W that are its output and input channels. */
export interface LayerWeights {
  readonly weight: string;
  /** '' for none. */
  readonly bias: string;
  readonly outputAxis: number;
  /** Axis of the layer's input that holds its channels; negative counts from behind. */
  readonly inputChannelAxis: number;
}

/**
 * The weights of a node that ONNX Runtime can compute in int8: Conv, Gemm or MatMul whose weights are constant;
 * undefined for others.
 */
export function layerWeights(graph: Graph, node: GraphNode): LayerWeights | undefined {
  if (node.domain !== '') return undefined;
  const [, weight = '', bias = ''] = node.inputs;
  const dims = graph.initializers.get(weight)?.dims;
  if (dims === undefined || graph.initializers.get(weight)!.dtype !== 'float32') return undefined;
  if (bias !== '' && !graph.initializers.has(bias)) return undefined;
  switch (node.opType) {
    case 'Conv':
      return { weight, bias, outputAxis: 0, inputChannelAxis: 1 };
    case 'Gemm': {
      const isPlain =
        intAttribute(node, 'transA', 0) === 0 &&
        floatAttribute(node, 'alpha', 1) === 1 &&
        floatAttribute(node, 'beta', 1) === 1;
      const outputAxis = intAttribute(node, 'transB', 0) === 1 ? 0 : 1;
      const isVector = bias === '' || graph.initializers.get(bias)!.data.length === dims[outputAxis];
      return isPlain && isVector ? { weight, bias, outputAxis, inputChannelAxis: -1 } : undefined;
    }
    case 'MatMul':
      return dims.length === 2 ? { weight, bias: '', outputAxis: 1, inputChannelAxis: -1 } : undefined;
    default:
      return undefined;
  }
}
