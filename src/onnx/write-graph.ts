import { create, toBinary } from '@bufbuild/protobuf';
import { encodeModel } from './codec.js';
import { dataTypes } from './data-types.js';
import {
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './gen/onnx_pb.js';
import type { Graph, GraphNode, ValueInfo } from './graph.js';
import type { OpenSizes } from './open-sizes.js';
import { namesInOrderOfUse } from './prune-unused.js';
import { sizeOf, type Tensor } from './tensor.js';
import { writeAttribute } from './write-attribute.js';
import { writeTensor, writeTensorType } from './write-tensor.js';

/** First opset of each ONNX release that raised the IR version, newest first: [opset, IR version]. */
const releases: readonly (readonly [number, number])[] = [
  [25, 13],
  [24, 12],
  [23, 11],
  [21, 10],
  [19, 9],
  [15, 8],
  [12, 7],
  [11, 6],
  [10, 5],
];

/** The IR version that ONNX released with an opset; at least 4, from which on weights need not be graph inputs. */
export const irVersionOf = (opset: number): number => releases.find(([first]) => opset >= first)?.[1] ?? 4;

export interface WriteGraphOptions {
  /** Samples a run; 'dynamic' leaves the first dimension of inputs and outputs open. 1 unless told. */
  readonly batch?: number | 'dynamic' | undefined;
  /** States the shape of every activation too, so that reading the file gives `values` back. */
  readonly values?: boolean | undefined;
  /** Further dimensions of inputs and outputs that are left open. */
  readonly openSizes?: OpenSizes | undefined;
}

/**
 * A .onnx file: weights as raw bytes in order of first use, only the opsets in use, no unused weights.
 * The same graph gives the same bytes.
 */
export const writeGraph = (graph: Graph, options: WriteGraphOptions = {}): Uint8Array =>
  encodeModel(modelOf(graph, options));

/** {@link writeGraph} before encoding. */
export const modelOf = (graph: Graph, options: WriteGraphOptions = {}): ModelProto =>
  modelWith(writeTensor, graph, options);

/** Length of what {@link writeGraph} gives; reads no weight. */
export function writtenBytes(graph: Graph, options: WriteGraphOptions = {}): number {
  const model = modelWith(writeTensorType, graph, options);
  const [whole, inside] = [encodeModel(model).length, toBinary(GraphProtoSchema, model.graph!).length];
  const dataBytes = (proto: TensorProto): number => {
    const { dtype, dims } = graph.initializers.get(proto.name)!;
    return fieldBytes(sizeOf(dims) * dataTypes[dtype].array.BYTES_PER_ELEMENT);
  };
  const added = model.graph!.initializer.reduce((sum, proto) => {
    const [without, data] = [toBinary(TensorProtoSchema, proto).length, dataBytes(proto)];
    return sum + fieldBytes(without + data) - fieldBytes(without);
  }, 0);
  return whole + fieldBytes(inside + added) - fieldBytes(inside);
}

/** Bytes of a field of bytes or of a message, its number below 16: a tag, the length in groups of seven bits. */
function fieldBytes(length: number): number {
  let groups = 1;
  for (let rest = length; rest >= 128; rest /= 128) groups++;
  return 1 + groups + length;
}

function modelWith(
  tensorOf: (name: string, tensor: Tensor) => TensorProto,
  graph: Graph,
  { batch = 1, values = false, openSizes }: WriteGraphOptions,
): ModelProto {
  const ends = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
  const inner = [...graph.values].filter(([name]) => values && !ends.has(name));
  const proto = create(GraphProtoSchema, {
    name: graph.name === '' ? 'graph' : graph.name,
    node: graph.nodes.map(writeNode),
    initializer: namesInOrderOfUse(graph).map((name) => tensorOf(name, graph.initializers.get(name)!)),
    input: graph.inputs.map((info) => writeValue(info, batch, inputNames(info, openSizes))),
    output: graph.outputs.map((info, index) => writeValue(info, batch, outputNames(info, index, openSizes))),
    valueInfo: inner.map(([name, type]) => writeValue({ name, ...type }, batch)),
  });
  const domains = [...new Set(['', ...graph.nodes.map(({ domain }) => domain)])].sort();
  const opset = graph.opsets.get('') ?? 18;
  return create(ModelProtoSchema, {
    irVersion: BigInt(irVersionOf(opset)),
    producerName: 'bespoke-webpack-plugin',
    graph: proto,
    opsetImport: domains.map((domain) =>
      create(OperatorSetIdProtoSchema, {
        domain,
        version: BigInt(domain === '' ? opset : (graph.opsets.get(domain) ?? 1)),
      }),
    ),
  });
}

const writeNode = (node: GraphNode) =>
  create(NodeProtoSchema, {
    input: [...node.inputs],
    output: [...node.outputs],
    ...(node.label === undefined ? {} : { name: node.label }),
    opType: node.opType,
    attribute: Object.keys(node.attributes)
      .sort()
      .map((name) => writeAttribute(name, node.attributes[name])),
    ...(node.domain === '' ? {} : { domain: node.domain }),
  });

/** Names of dimensions by their axes. */
type DimNames = ReadonlyMap<number, string>;

/** The name of an open height or width ends with the size that the file was made at: what runs it once takes that. */
const inputNames = ({ dims }: ValueInfo, sizes: OpenSizes | undefined): DimNames =>
  new Map(sizes?.input.map(({ axis, name }) => [axis, `${name}_${dims[axis]}`]));

/** Equal names would say equal sizes. */
const outputNames = ({ name }: ValueInfo, index: number, sizes: OpenSizes | undefined): DimNames =>
  new Map(sizes?.outputs[index]?.map((axis) => [axis, `${name} axis ${axis}`]));

/** The size that the name of an open dimension ends with. */
export function sizeInName(name: string): number | undefined {
  const size = /^(?:height|width)_(\d+)$/.exec(name)?.[1];
  return size === undefined ? undefined : Number(size);
}

function writeValue(
  { name, dtype, dims }: ValueInfo,
  batch: number | 'dynamic',
  names: DimNames = new Map(),
): ValueInfoProto {
  const dim = dims.map((size, index) => ({
    value: names.has(index)
      ? { case: 'dimParam' as const, value: names.get(index)! }
      : dimOf(size, index === 0 ? batch : 1, index),
  }));
  const tensorType = { elemType: dataTypes[dtype].code, shape: { dim } };
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value: tensorType } } });
}

/** The names of open dimensions only need to be equal where the sizes are. */
function dimOf(size: number, batch: number | 'dynamic', index: number) {
  if (size < 0) return { case: 'dimParam' as const, value: `dim_${index}` };
  if (batch !== 'dynamic') return { case: 'dimValue' as const, value: BigInt(size * batch) };
  return { case: 'dimParam' as const, value: size === 1 ? 'batch' : `batch_x${size}` };
}
