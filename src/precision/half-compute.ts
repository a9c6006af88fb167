import { float32ToFloat16 } from '../onnx/float16.js';
import type { Attribute, Graph, GraphNode, ValueType } from '../onnx/graph.js';
import type { Tensor } from '../onnx/tensor.js';
import { unusedPrefix } from './unused-prefix.js';

/** TensorProto's codes. */
const FLOAT = 1;
const HALF = 10;
const LARGEST_HALF = 65504;
/** Attributes that hold a code of an element type. */
const TYPE_ATTRIBUTES = new Set(['to', 'dtype']);

/**
 * The network computed in float16, for targets that have it: weights and activations are float16, inputs and outputs
 * stay float32 behind casts, and so does what integers are taken out of. Finite weights that float16 cannot hold become
 * its largest.
 */
export function halfCompute(graph: Graph): Graph {
  const prefix = unusedPrefix(graph, 'half');
  const float = floatWeights(graph);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const inputs = new Set(graph.inputs.filter(({ dtype }) => dtype === 'float32').map(({ name }) => name));
  const exact = exactValues(graph);
  const isHalf = (name: string): boolean =>
    typeOf(graph, name)?.dtype === 'float32' && !float.has(name) && (inputs.has(name) || !exact.has(name));
  const inside = (name: string): string =>
    isHalf(name) && (outputs.has(name) || inputs.has(name)) ? `${prefix}${name}` : name;

  const values = new Map<string, ValueType>();
  for (const [name, type] of graph.values)
    values.set(inside(name), isHalf(name) ? { ...type, dtype: 'float16' } : type);
  for (const { name, ...type } of [...graph.inputs, ...graph.outputs]) values.set(name, type);
  const initializers = new Map<string, Tensor>();
  for (const [name, tensor] of graph.initializers)
    initializers.set(inside(name), float.has(name) ? tensor : halfTensor(tensor));

  const before = graph.inputs.flatMap(({ name }) => (isHalf(name) ? [cast(name, inside(name), HALF)] : []));
  const after = graph.outputs.flatMap(({ name }) => (isHalf(name) ? [cast(inside(name), name, FLOAT)] : []));
  const nodes = graph.nodes.map(
    (node): GraphNode => ({
      ...node,
      inputs: node.outputs.some((name) => exact.has(name)) ? node.inputs : node.inputs.map(inside),
      outputs: node.outputs.map(inside),
      attributes: Object.fromEntries(
        Object.entries(node.attributes).map(([name, attribute]) => [name, halfAttribute(name, attribute)]),
      ),
    }),
  );
  return { ...graph, nodes: [...before, ...nodes, ...after], initializers, values };
}

/**
 * Integers that come in a float32 row, and what is taken out of it on the way to them: float16 would round them. The
 * row itself is not among them.
 */
function exactValues({ nodes, inputs, values }: Graph): ReadonlySet<string> {
  const rows = new Set(inputs.map(({ name }) => name));
  const made = new Map<string, readonly string[]>(inputs.map(({ name }) => [name, []]));
  const exact = new Set<string>();
  for (const {
    opType,
    domain,
    inputs: [source],
    outputs,
  } of nodes) {
    const path = domain === '' ? made.get(source!) : undefined;
    if (path === undefined) continue;
    const [output] = outputs as readonly [string];
    const isTaken = opType === 'Slice' || (opType === 'Reshape' && !rows.has(source!));
    if (isTaken) made.set(output, [...path, output]);
    if (opType === 'Cast' && path.length > 0 && !values.get(output)?.dtype.includes('float'))
      for (const name of [...path, output]) exact.add(name);
  }
  return exact;
}

/** Weights that are float32 whatever the network computes in: region and scales of Resize. */
function floatWeights({ nodes }: Graph): ReadonlySet<string> {
  return new Set(
    nodes.flatMap(({ opType, domain, inputs }) =>
      domain === '' && opType === 'Resize' ? inputs.slice(1, 3) : [],
    ),
  );
}

const typeOf = (graph: Graph, name: string): ValueType | undefined =>
  graph.initializers.get(name) ??
  graph.values.get(name) ??
  [...graph.inputs, ...graph.outputs].find((info) => info.name === name);

function halfTensor(tensor: Tensor): Tensor {
  if (tensor.dtype !== 'float32') return tensor;
  const values = (tensor.data as Float32Array).map((value) =>
    Number.isFinite(value) ? Math.min(LARGEST_HALF, Math.max(-LARGEST_HALF, value)) : value,
  );
  return { dtype: 'float16', dims: tensor.dims, data: float32ToFloat16(values) };
}

function halfAttribute(name: string, attribute: Attribute): Attribute {
  if (attribute.type === 'tensor') return { ...attribute, value: halfTensor(attribute.value as Tensor) };
  return TYPE_ATTRIBUTES.has(name) && attribute.value === FLOAT ? { ...attribute, value: HALF } : attribute;
}

const cast = (from: string, to: string, code: number): GraphNode => ({
  opType: 'Cast',
  domain: '',
  inputs: [from],
  outputs: [to],
  attributes: { to: { type: 'int', value: code } },
});
