/** Small models for tests, as the bytes of a .onnx file. */
import { create } from '@bufbuild/protobuf';
import { encodeModel } from '../../src/onnx/codec.js';
import { dataTypes } from '../../src/onnx/data-types.js';
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from '../../src/onnx/gen/onnx_pb.js';
import type { Attribute } from '../../src/onnx/graph.js';
import { type DataType, float32, sizeOf, type Tensor } from '../../src/onnx/tensor.js';
import { writeAttribute } from '../../src/onnx/write-attribute.js';
import { writeTensor } from '../../src/onnx/write-tensor.js';
import { rngOf } from '../../src/random.js';

export const int = (value: number): Attribute => ({ type: 'int', value });
export const ints = (...value: number[]): Attribute => ({ type: 'ints', value });
export const float = (value: number): Attribute => ({ type: 'float', value });
export const floats = (...value: number[]): Attribute => ({ type: 'floats', value });
export const string = (value: string): Attribute => ({ type: 'string', value });
export const tensor = (value: Tensor): Attribute => ({ type: 'tensor', value });

/** An attribute that holds a graph, for If and Loop. */
export const graphAttribute = (name: string, g: GraphProto): AttributeProto =>
  create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.GRAPH, g });

/**
 * [operator, inputs, outputs, attributes]; names are separated by spaces, `-` is one left out, `domain:Op` a foreign
 * one.
 */
export type NodeText = readonly [string, string, string, Readonly<Record<string, Attribute>>?];

export interface ModelText {
  readonly opset: number;
  /** Dimensions as numbers, or names for open ones. */
  readonly input?: readonly (number | string)[];
  readonly inputType?: DataType;
  readonly nodes: readonly NodeText[];
  readonly weights?: Readonly<Record<string, Tensor>>;
  /** Names, separated by spaces; `y` unless told. */
  readonly outputs?: string;
  readonly irVersion?: number;
}

/** A model with the input `x`. */
export function modelProto(text: ModelText): ModelProto {
  const {
    opset,
    input = ['batch', 4],
    inputType = 'float32',
    nodes,
    weights = {},
    outputs = 'y',
    irVersion = 4,
  } = text;
  const domains = new Set(
    nodes.map(([op]) => op.split(':')).flatMap((parts) => (parts.length > 1 ? [parts[0]] : [])),
  );
  return create(ModelProtoSchema, {
    irVersion: BigInt(irVersion),
    producerName: 'test',
    graph: graphProto({
      nodes,
      weights,
      input: [valueProto('x', inputType, input)],
      outputs: names(outputs),
    }),
    opsetImport: [
      create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(opset) }),
      ...[...domains].map((domain) => create(OperatorSetIdProtoSchema, { domain, version: 1n })),
    ],
  });
}

export const modelBytes = (text: ModelText): Uint8Array => encodeModel(modelProto(text));

export function graphProto(parts: {
  readonly nodes: readonly NodeText[];
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly input: readonly ValueInfoProto[];
  readonly outputs: readonly string[];
}): GraphProto {
  return create(GraphProtoSchema, {
    name: 'test',
    node: parts.nodes.map(([op, inputs, outputs, attributes = {}], index) => {
      const [type, domain = ''] = op.split(':').reverse();
      return create(NodeProtoSchema, {
        name: `${type}_${index}`,
        opType: type,
        domain,
        input: names(inputs),
        output: names(outputs),
        attribute: Object.entries(attributes).map(([name, attribute]) => writeAttribute(name, attribute)),
      });
    }),
    initializer: Object.entries(parts.weights).map(([name, value]) => writeTensor(name, value)),
    input: [...parts.input],
    output: parts.outputs.map((name) => valueProto(name, 'float32')),
  });
}

const names = (text: string): string[] =>
  text === '' ? [] : text.split(' ').map((name) => (name === '-' ? '' : name));

export function valueProto(
  name: string,
  dtype: DataType,
  dims?: readonly (number | string)[],
): ValueInfoProto {
  const dim = dims?.map((size) => ({
    value:
      typeof size === 'string'
        ? { case: 'dimParam' as const, value: size }
        : { case: 'dimValue' as const, value: BigInt(size) },
  }));
  const shape = dim === undefined ? {} : { shape: { dim } };
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: dataTypes[dtype].code, ...shape } } },
  });
}

/** Normal random weights, the same for the same label. */
export function randomTensor(label: string, dims: readonly number[], scale = 0.5): Tensor {
  const rng = rngOf(7, label);
  return float32(
    Float32Array.from({ length: sizeOf(dims) }, () => rng.normal() * scale),
    dims,
  );
}

/** Positive random weights, for variances. */
export const positiveTensor = (label: string, dims: readonly number[]): Tensor => {
  const { data } = randomTensor(label, dims);
  return float32(
    (data as Float32Array).map((value) => 0.2 + Math.abs(value)),
    dims,
  );
};
