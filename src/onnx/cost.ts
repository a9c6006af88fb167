import { type Graph, type GraphNode, intAttribute } from './graph.js';
import { sizeOf } from './tensor.js';
import { writtenBytes } from './write-graph.js';

/** Multiply-accumulates of a graph for one sample. */
export const macsOf = (graph: Graph): number =>
  graph.nodes.reduce((sum, node) => sum + nodeMacs(node, graph), 0);

/** Floating-point weights of a graph; scalars (a padding value, a bound) are settings, not weights. */
export const parametersOf = (graph: Graph): number =>
  [...graph.initializers.values()].reduce(
    (sum, { dtype, dims }) => sum + (dtype.includes('float') && dims.length > 0 ? sizeOf(dims) : 0),
    0,
  );

/** Bytes of a graph as an .onnx file. */
export const fileBytesOf = (graph: Graph): number => writtenBytes(graph);

/**
 * Multiply-accumulates of one node for one sample: Conv, ConvTranspose, Gemm, MatMul; 0 for all others. Bias is not
 * counted.
 */
export function nodeMacs(node: GraphNode, graph: Graph): number {
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
