import { type Graph, type GraphNode, intAttribute } from './graph.js';
import { sizeOf } from './tensor.js';
import { writeGraph } from './write-graph.js';

export interface Cost {
  /** Multiply-accumulates of one sample. */
  readonly macs: number;
  /** Floating-point weights; scalars (a padding value, a bound) are settings, not weights. */
  readonly parameters: number;
  /** Bytes of the .onnx file. */
  readonly sizeBytes: number;
}

/** What a graph costs for one sample. */
export const costOf = (graph: Graph): Cost => ({
  macs: graph.nodes.reduce((sum, node) => sum + macsOf(node, graph), 0),
  parameters: [...graph.initializers.values()].reduce(
    (sum, { dtype, dims }) => sum + (dtype.includes('float') && dims.length > 0 ? sizeOf(dims) : 0),
    0,
  ),
  sizeBytes: writeGraph(graph).length,
});

/** Multiply-accumulates of one node for one sample: Conv, ConvTranspose, Gemm, MatMul; 0 for all others. Bias is not counted. */
export function macsOf(node: GraphNode, graph: Graph): number {
  if (node.domain !== '') return 0;
  const dims = node.inputs.map((name) => dimsOf(graph, name));
  const output = dimsOf(graph, node.outputs[0]);
  switch (node.opType) {
    case 'Conv':
      // W is [M, C/group, kernel…]: each output element sums C/group * kernel products.
      return sizeOf(output) * sizeOf(dims[1].slice(1));
    case 'ConvTranspose':
      // W is [C, M/group, kernel…]: each input element spreads into M/group * kernel products.
      return sizeOf(dims[0]) * sizeOf(dims[1].slice(1));
    case 'Gemm':
      return sizeOf(output) * dims[0][intAttribute(node, 'transA', 0) === 1 ? 0 : 1];
    case 'MatMul':
      return sizeOf(output) * (dims[0].at(-1) ?? 1);
    default:
      return 0;
  }
}

const dimsOf = (graph: Graph, name: string): readonly number[] =>
  graph.initializers.get(name)?.dims ?? graph.values.get(name)?.dims ?? [];
