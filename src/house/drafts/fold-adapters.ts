import {
  type Graph,
  type GraphNode,
  intAttribute,
  intsAttribute,
  stringAttribute,
} from '../../onnx/graph.js';
import { float32, sizeOf, type Tensor } from '../../onnx/tensor.js';
import { consumersOf, producersOf } from '../../onnx/topology.js';

/**
 * Joins two convolutions in a row into one where nothing is between them, one of them is 1x1, and it saves
 * multiply-accumulates: an adapter and its neighbour. Computes the same as before, up to rounding. A 1x1 convolution
 * with bias in front of a padded one stays: the padding behind it would not be zero any more.
 */
export function foldAdapters(graph: Graph): Graph {
  let current = graph;
  for (;;) {
    const next = foldOne(current);
    if (next === undefined) return current;
    current = next;
  }
}

function foldOne(graph: Graph): Graph | undefined {
  const makers = producersOf(graph);
  const readers = consumersOf(graph);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  for (const second of graph.nodes) {
    const first = makers.get(second.inputs[0]);
    if (first === undefined || !isPlainConv(graph, first) || !isPlainConv(graph, second)) continue;
    const [between] = first.outputs;
    if (outputs.has(between) || readers.get(between)!.length > 1) continue;
    const folded = fold(graph, first, second);
    if (folded !== undefined) return folded;
  }
  return undefined;
}

function isPlainConv(graph: Graph, node: GraphNode): boolean {
  return (
    node.opType === 'Conv' &&
    node.domain === '' &&
    intAttribute(node, 'group', 1) === 1 &&
    ['', 'NOTSET'].includes(stringAttribute(node, 'auto_pad', 'NOTSET')) &&
    graph.initializers.get(node.inputs[1])?.dtype === 'float32' &&
    graph.initializers.get(node.inputs[1])?.dims.length === 4 &&
    (!node.inputs[2] || graph.initializers.has(node.inputs[2]))
  );
}

function fold(graph: Graph, first: GraphNode, second: GraphNode): Graph | undefined {
  const a = graph.initializers.get(first.inputs[1])!;
  const b = graph.initializers.get(second.inputs[1])!;
  const biasA = first.inputs[2] ? graph.initializers.get(first.inputs[2]) : undefined;
  const biasB = second.inputs[2] ? graph.initializers.get(second.inputs[2]) : undefined;
  const inFront = isPointwise(first, a) && (biasA === undefined || isUnpadded(second));
  const behind = isPointwise(second, b);
  if (!inFront && !behind) return undefined;
  const [kernelNode, kernel] = behind ? [first, a] : [second, b];
  const dims = [b.dims[0], a.dims[1], kernel.dims[2], kernel.dims[3]];
  const areaAfterFirst = sizeOf(graph.values.get(first.outputs[0])!.dims.slice(2));
  const areaAfterSecond = sizeOf(graph.values.get(second.outputs[0])!.dims.slice(2));
  if (sizeOf(dims) * areaAfterSecond > sizeOf(a.dims) * areaAfterFirst + sizeOf(b.dims) * areaAfterSecond)
    return undefined;
  const [output] = second.outputs;
  const weightName = `${output}.folded`;
  const biasName = `${output}.foldedShift`;
  const initializers = new Map<string, Tensor>(graph.initializers);
  initializers.set(weightName, product(b, a, dims, behind));
  const inputs = [first.inputs[0], weightName];
  if (biasA !== undefined || biasB !== undefined) {
    initializers.set(biasName, float32(shifts(b, biasA, biasB), [b.dims[0]]));
    inputs.push(biasName);
  }
  const node: GraphNode = { ...kernelNode, inputs, outputs: [output] };
  const nodes = graph.nodes.flatMap((each) => (each === first ? [] : each === second ? [node] : [each]));
  const used = new Set(nodes.flatMap((each) => each.inputs));
  const values = new Map(graph.values);
  values.delete(first.outputs[0]);
  return {
    ...graph,
    nodes,
    initializers: new Map([...initializers].filter(([name]) => used.has(name))),
    values,
  };
}

const isPointwise = (node: GraphNode, weight: Tensor): boolean =>
  weight.dims[2] * weight.dims[3] === 1 &&
  isUnpadded(node) &&
  intsAttribute(node, 'strides', []).every((stride) => stride === 1);

const isUnpadded = (node: GraphNode): boolean => intsAttribute(node, 'pads', []).every((pad) => pad === 0);

/** Weights of the second convolution times those of the first, one of which has a 1x1 kernel. */
function product(second: Tensor, first: Tensor, dims: readonly number[], behind: boolean): Tensor {
  const [rows, columns, height, width] = dims;
  const middle = first.dims[0];
  const run = height * width;
  const sum = new Float64Array(sizeOf(dims));
  const [a, b] = [first.data as Float32Array, second.data as Float32Array];
  for (let row = 0; row < rows; row++)
    for (let m = 0; m < middle; m++)
      for (let column = 0; column < columns; column++)
        for (let tap = 0; tap < run; tap++) {
          const left = behind ? b[row * middle + m] : b[(row * middle + m) * run + tap];
          const right = behind ? a[(m * columns + column) * run + tap] : a[m * columns + column];
          sum[(row * columns + column) * run + tap] += left * right;
        }
  return float32(Float32Array.from(sum), dims);
}

/** Bias of the second plus its weights, summed over the kernel, times the bias of the first. */
function shifts(second: Tensor, biasFirst: Tensor | undefined, biasSecond: Tensor | undefined): Float32Array {
  const [rows, middle] = second.dims;
  const run = sizeOf(second.dims.slice(2));
  return Float32Array.from({ length: rows }, (_, row) => {
    let sum = Number(biasSecond?.data[row] ?? 0);
    if (biasFirst === undefined) return sum;
    for (let m = 0; m < middle; m++)
      for (let tap = 0; tap < run; tap++)
        sum += Number(second.data[(row * middle + m) * run + tap]) * Number(biasFirst.data[m]);
    return sum;
  });
}
