import { BespokeError } from '../errors.js';
import { assertSoundWeights } from './assert-sound-weights.js';
import { decodeModel } from './codec.js';
import { dataTypeOf } from './data-types.js';
import type {
  GraphProto,
  ModelProto,
  NodeProto,
  TensorProto,
  TypeProto,
  ValueInfoProto,
} from './gen/onnx_pb.js';
import {
  type Attribute,
  type Graph,
  type GraphNode,
  nodeId,
  type ValueInfo,
  type ValueType,
} from './graph.js';
import { readAttribute } from './read-attribute.js';
import { type ReadExternal, readTensor, type TensorSource } from './read-tensor.js';
import { float32, type Tensor } from './tensor.js';
import { topologicalOrder } from './topology.js';

export interface ReadGraphOptions {
  /** The file's name, for messages. */
  readonly where: string;
  /** Reads weights that lie beside the file; without it they are refused. */
  readonly readExternal?: ReadExternal | undefined;
}

/**
 * Reads a .onnx file into a {@link Graph}: `Constant` nodes become initializers, weights that are listed as graph
 * inputs too are no inputs, nodes are in topological order. It is the file as it is, not yet in normal form: `values`
 * has the shapes that the file states; a symbolic first dimension is read as the batch, so 1, and other
 * dimensions that are not known are -1 for inputs and outputs and leave other values out.
 * @throws BespokeError MODEL_TRUNCATED, MODEL_NOT_ONNX, MODEL_NAN_WEIGHTS, MODEL_OPERATOR, MODEL_EXTERNAL_DATA, …
 */
export const readGraph = (bytes: Uint8Array, options: ReadGraphOptions): Graph =>
  graphOf(decodeModel(bytes, options.where), options);

/** {@link readGraph} of a model that is decoded already. */
export function graphOf(model: ModelProto, { where, readExternal }: ReadGraphOptions): Graph {
  const proto = model.graph as GraphProto;
  const initializers = new Map<string, Tensor>();
  for (const tensor of proto.initializer) {
    const source = { where: `${where}: weight '${tensor.name}'`, readExternal };
    initializers.set(tensor.name, readTensor(tensor, source));
  }
  const nodes: GraphNode[] = [];
  for (const node of proto.node) {
    const source = { where: `${where}: node '${labelOf(node)}' (${node.opType})`, readExternal };
    const constant = constantOf(node, source);
    if (constant === undefined) nodes.push(nodeOf(node, source));
    else initializers.set(node.output[0], constant);
  }
  assertSoundWeights(initializers, where);
  const inputs = proto.input
    .filter(({ name }) => !initializers.has(name))
    .map((info) => valueInfoOf(info, where));
  const outputs = proto.output.map((info) => valueInfoOf(info, where));
  const values = new Map<string, ValueType>();
  for (const info of proto.valueInfo) {
    const type = valueTypeOf(info.type);
    if (type !== undefined && !type.dims.includes(-1) && !initializers.has(info.name))
      values.set(info.name, type);
  }
  for (const { name, dtype, dims } of [...inputs, ...outputs]) values.set(name, { dtype, dims });
  const opsets = new Map(model.opsetImport.map(({ domain, version }) => [domainOf(domain), Number(version)]));
  return { name: proto.name, opsets, inputs, outputs, nodes: topologicalOrder(nodes), initializers, values };
}

function nodeOf(
  node: NodeProto,
  source: { where: string; readExternal?: ReadExternal | undefined },
): GraphNode {
  const attributes: Record<string, Attribute> = {};
  for (const attribute of [...node.attribute].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    attributes[attribute.name] = readAttribute(attribute, source);
  }
  const made: GraphNode = {
    opType: node.opType,
    domain: domainOf(node.domain),
    inputs: [...node.input],
    outputs: [...node.output],
    attributes,
    label: node.name === '' ? undefined : node.name,
  };
  if (nodeId(made) === '') {
    throw new BespokeError({ code: 'MODEL_NOT_ONNX', what: 'a node without outputs', where: source.where });
  }
  return made;
}

const labelOf = (node: NodeProto): string => (node.name === '' ? (node.output[0] ?? '') : node.name);

const domainOf = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);

function valueInfoOf(info: ValueInfoProto, where: string): ValueInfo {
  const type = valueTypeOf(info.type);
  if (type === undefined) {
    throw new BespokeError({
      code: 'MODEL_TENSOR_TYPE',
      what: `the model's input or output '${info.name}' is not a tensor of numbers`,
      where,
      value: info.type?.value.case,
      accepted: 'tensors of numbers (no strings, sequences, maps)',
    });
  }
  return { name: info.name, ...type };
}

/** undefined for what is no tensor of numbers. */
function valueTypeOf(type: TypeProto | undefined): ValueType | undefined {
  if (type?.value.case !== 'tensorType') return undefined;
  const dtype = dataTypeOf(type.value.value.elemType);
  if (dtype === undefined) return undefined;
  const dims = (type.value.value.shape?.dim ?? []).map(({ value }, index) => {
    if (value.case === 'dimValue' && value.value >= 0n) return Number(value.value);
    return index === 0 ? 1 : -1;
  });
  return { dtype, dims };
}

/**
 * The tensor of a `Constant` node, in whichever attribute it is; undefined for other nodes.
 * @throws BespokeError MODEL_OPERATOR for strings and sparse tensors
 */
function constantOf(node: NodeProto, source: TensorSource): Tensor | undefined {
  if (node.opType !== 'Constant' || (node.domain !== '' && node.domain !== 'ai.onnx')) return undefined;
  const attribute = node.attribute[0];
  switch (attribute?.name) {
    case 'value':
      return readTensor(attribute.t as TensorProto, source);
    case 'value_float':
      return float32(Float32Array.of(attribute.f), []);
    case 'value_floats':
      return float32(Float32Array.from(attribute.floats), [attribute.floats.length]);
    case 'value_int':
      return { dtype: 'int64', dims: [], data: BigInt64Array.of(attribute.i) };
    case 'value_ints':
      return { dtype: 'int64', dims: [attribute.ints.length], data: BigInt64Array.from(attribute.ints) };
  }
  throw new BespokeError({
    code: 'MODEL_OPERATOR',
    what: 'a Constant that is not a tensor of numbers',
    where: source.where,
    value: attribute?.name,
    accepted: 'value, value_float, value_floats, value_int, value_ints',
  });
}
