import {
  type Graph,
  type GraphNode,
  intAttribute,
  intsAttribute,
  stringAttribute,
} from '../../onnx/graph.js';
import { sizeOf, type Tensor } from '../../onnx/tensor.js';

/**
 * A Conv, Gemm or MatMul seen as `y = W p + b`, group by group, where `p` is the patch (or row) it reads.
 * Weights are `groups x rows x columns`: rows are outputs of a group, columns inputs times kernel taps.
 */
export interface LinearLayer {
  readonly node: GraphNode;
  readonly kind: 'conv' | 'dense';
  readonly groups: number;
  readonly rows: number;
  readonly columns: number;
  readonly bias: boolean;
  /** Only for 'conv'. */
  readonly geometry: {
    kernel: readonly number[];
    strides: readonly number[];
    dilations: readonly number[];
    pads: readonly number[];
  };
}

/**
 * @returns undefined for a node that is no linear layer, or one whose form least squares does not know (3-D, auto_pad,
 *   transA).
 */
export function linearLayer(node: GraphNode, graph: Graph): LinearLayer | undefined {
  const weight = graph.initializers.get(node.inputs[1] ?? '');
  const input = graph.values.get(node.inputs[0]);
  if (weight === undefined || input === undefined || weight.dtype !== 'float32') return undefined;
  if (node.opType === 'Conv') {
    if (weight.dims.length !== 4 || !['', 'NOTSET'].includes(stringAttribute(node, 'auto_pad', 'NOTSET')))
      return undefined;
    const [outputs, inputsOfGroup, ...kernel] = weight.dims;
    const groups = intAttribute(node, 'group', 1);
    return {
      node,
      kind: 'conv',
      groups,
      rows: outputs / groups,
      columns: inputsOfGroup * sizeOf(kernel),
      bias: (node.inputs[2] ?? '') !== '' && graph.initializers.has(node.inputs[2]),
      geometry: {
        kernel,
        strides: intsAttribute(node, 'strides', [1, 1]),
        dilations: intsAttribute(node, 'dilations', [1, 1]),
        pads: intsAttribute(node, 'pads', [0, 0, 0, 0]),
      },
    };
  }
  const none = { kernel: [], strides: [], dilations: [], pads: [] };
  if (node.opType === 'Gemm') {
    if (intAttribute(node, 'transA', 0) !== 0 || !scalesAreOne(node)) return undefined;
    const transposed = intAttribute(node, 'transB', 0) !== 0;
    const [rows, columns] = transposed ? weight.dims : [weight.dims[1], weight.dims[0]];
    const bias = graph.initializers.get(node.inputs[2] ?? '');
    if (bias !== undefined && sizeOf(bias.dims) !== rows) return undefined;
    return { node, kind: 'dense', groups: 1, rows, columns, bias: bias !== undefined, geometry: none };
  }
  if (node.opType === 'MatMul' && weight.dims.length === 2) {
    return {
      node,
      kind: 'dense',
      groups: 1,
      rows: weight.dims[1],
      columns: weight.dims[0],
      bias: false,
      geometry: none,
    };
  }
  return undefined;
}

function scalesAreOne(node: GraphNode): boolean {
  return ['alpha', 'beta'].every((name) => (node.attributes[name]?.value ?? 1) === 1);
}

const isTransposed = (layer: LinearLayer): boolean =>
  layer.kind === 'dense' && !(layer.node.opType === 'Gemm' && intAttribute(layer.node, 'transB', 0) !== 0);

/** Weights and intercept of each group as one matrix, `groups x rows x (columns + 1 if there is a bias)`, float64. */
export function readCoefficients(layer: LinearLayer, graph: Graph): Float64Array {
  const weight = graph.initializers.get(layer.node.inputs[1])!.data as Float32Array;
  const bias = layer.bias ? (graph.initializers.get(layer.node.inputs[2])!.data as Float32Array) : undefined;
  const width = layer.columns + (bias ? 1 : 0);
  const out = new Float64Array(layer.groups * layer.rows * width);
  const transposed = isTransposed(layer);
  for (let row = 0; row < layer.groups * layer.rows; row++) {
    for (let column = 0; column < layer.columns; column++) {
      out[row * width + column] = transposed
        ? weight[column * layer.rows + row]
        : weight[row * layer.columns + column];
    }
    if (bias) out[row * width + layer.columns] = bias[row];
  }
  return out;
}

/**
 * The inverse of {@link readCoefficients}: a graph in which the layer has these weights. Initializers that other nodes
 * share are copied first.
 */
export function withCoefficients(graph: Graph, layer: LinearLayer, coefficients: Float64Array): Graph {
  const old = graph.initializers.get(layer.node.inputs[1])!;
  const width = layer.columns + (layer.bias ? 1 : 0);
  const weight = new Float32Array(old.data.length);
  const bias = new Float32Array(layer.groups * layer.rows);
  const transposed = isTransposed(layer);
  for (let row = 0; row < layer.groups * layer.rows; row++) {
    for (let column = 0; column < layer.columns; column++) {
      weight[transposed ? column * layer.rows + row : row * layer.columns + column] =
        coefficients[row * width + column];
    }
    if (layer.bias) bias[row] = coefficients[row * width + layer.columns];
  }
  const initializers = new Map(graph.initializers);
  const inputs = [...layer.node.inputs];
  const set = (position: number, tensor: Tensor): void => {
    const shared = graph.nodes.some((node) => node !== layer.node && node.inputs.includes(inputs[position]));
    if (shared) inputs[position] = `${inputs[position]}/${layer.node.outputs[0]}`;
    initializers.set(inputs[position], tensor);
  };
  set(1, { ...old, data: weight });
  if (layer.bias) set(2, { ...graph.initializers.get(layer.node.inputs[2])!, data: bias });
  const nodes = graph.nodes.map((node) => (node === layer.node ? { ...node, inputs } : node));
  return { ...graph, nodes, initializers };
}
