import { type Graph, type GraphNode, intsAttribute, type ValueType } from './graph.js';

/** An operator with the shapes that decide how long it takes: what a structure is made of, in words. */
export interface OperatorSignature {
  /** With the domain in front where it is not ai.onnx: `com.microsoft.FusedMatMul`. */
  readonly type: string;
  /** Activations that it reads, at batch 1. */
  readonly inputs: readonly ValueType[];
  readonly weights: readonly ValueType[];
  readonly outputs: readonly ValueType[];
  /** Of pooling; empty for what has none or shows it in its weights. */
  readonly kernel: readonly number[];
}

/**
 * One line: `Conv 1x16x32x32 * 16x16x3x3 * 16 -> 1x16x32x32`, `MaxPool[2x2] 1x8x14x14 -> 1x8x7x7`. Types other than
 * float32 stand behind the shape (`16x16x3x3:int8`). What comes out of DequantizeLinear counts as what went in, since
 * runtimes compute on that.
 *
 * @param producers of the graph's tensors
 */
export function signatureOf(
  node: GraphNode,
  graph: Graph,
  producers: ReadonlyMap<string, GraphNode>,
): string {
  const inputs: string[] = [];
  const weights: string[] = [];
  for (const name of node.inputs) {
    if (name === '') continue;
    const producer = producers.get(name);
    const source = producer?.opType === 'DequantizeLinear' ? producer.inputs[0] : name;
    const weight = graph.initializers.get(source);
    if (weight === undefined) inputs.push(shapeText(typeOf(source, graph), graph.values.get(name)?.dims));
    else weights.push(shapeText(weight));
  }
  const outputs = node.outputs
    .filter((name) => name !== '')
    .map((name) => shapeText(typeOf(name, graph), graph.values.get(name)?.dims));
  const kernel = weights.length === 0 ? intsAttribute(node, 'kernel_shape', []) : [];
  const type = node.domain === '' ? node.opType : `${node.domain}.${node.opType}`;
  const head = kernel.length === 0 ? type : `${type}[${kernel.join('x')}]`;
  const read = [...inputs.slice(0, 1), ...inputs.slice(1).map((shape) => `+ ${shape}`)];
  const held = weights.map((shape) => `* ${shape}`);
  return [head, ...read, ...held, '->', outputs.join(' + ')].join(' ');
}

/** What {@link signatureOf} wrote; undefined for any other text. */
export function readSignature(text: string): OperatorSignature | undefined {
  const match = /^([A-Za-z][\w.]*)(?:\[([\dx]+)\])? (.*?)-> (.+)$/.exec(text);
  if (match === null) return undefined;
  const [, type, kernel, sources, results] = match;
  const inputs: ValueType[] = [];
  const weights: ValueType[] = [];
  for (const [, mark, shape] of sources.matchAll(/([+*] )?(\S+) /g))
    (mark === '* ' ? weights : inputs).push(readShape(shape));
  return {
    type,
    inputs,
    weights,
    outputs: results.split(' + ').map(readShape),
    kernel: kernel === undefined ? [] : kernel.split('x').map(Number),
  };
}

const SCALAR = 'scalar';

function shapeText({ dtype, dims }: ValueType, known: readonly number[] = dims): string {
  const shape = known.length === 0 ? SCALAR : known.join('x');
  return dtype === 'float32' ? shape : `${shape}:${dtype}`;
}

function readShape(text: string): ValueType {
  const [shape, dtype = 'float32'] = text.split(':');
  return {
    dtype: dtype as ValueType['dtype'],
    dims: shape === SCALAR ? [] : shape.split('x').map(Number),
  };
}

const typeOf = (name: string, graph: Graph): ValueType =>
  graph.values.get(name) ?? { dtype: 'float32', dims: [] };
