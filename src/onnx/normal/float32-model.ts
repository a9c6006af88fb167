import { bfloat16ToFloat32, float16ToFloat32 } from '../float16.js';
import {
  type AttributeProto,
  TensorProto_DataType as Code,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from '../gen/onnx_pb.js';
import { readTensor } from '../read-tensor.js';

/** Attributes that hold a code of an element type. */
const TYPE_ATTRIBUTES = new Set(['to', 'dtype', 'output_dtype', 'stash_type', 'softmax_precision']);

/** Makes a model that computes in float16 or bfloat16 compute in float32, in place; weights keep their values. */
export function toFloat32Model(model: ModelProto): void {
  convertGraph(model.graph as GraphProto);
  for (const { node, valueInfo } of model.functions) {
    node.forEach(convertNode);
    valueInfo.forEach(convertValue);
  }
}

const isHalf = (code: number): boolean => code === Code.FLOAT16 || code === Code.BFLOAT16;

function convertGraph(graph: GraphProto): void {
  graph.initializer.forEach(convertTensor);
  for (const { values } of graph.sparseInitializer) if (values !== undefined) convertTensor(values);
  graph.node.forEach(convertNode);
  for (const infos of [graph.input, graph.output, graph.valueInfo]) infos.forEach(convertValue);
}

const convertNode = (node: NodeProto): void => node.attribute.forEach(convertAttribute);

function convertAttribute(attribute: AttributeProto): void {
  if (TYPE_ATTRIBUTES.has(attribute.name) && isHalf(Number(attribute.i))) attribute.i = BigInt(Code.FLOAT);
  if (attribute.t !== undefined) convertTensor(attribute.t);
  if (attribute.sparseTensor?.values !== undefined) convertTensor(attribute.sparseTensor.values);
  attribute.tensors.forEach(convertTensor);
  if (attribute.g !== undefined) convertGraph(attribute.g);
  attribute.graphs.forEach(convertGraph);
}

function convertTensor(tensor: TensorProto): void {
  if (!isHalf(tensor.dataType)) return;
  const { dtype, data } = readTensor(tensor, { where: tensor.name });
  const floats = (dtype === 'float16' ? float16ToFloat32 : bfloat16ToFloat32)(data as Uint16Array);
  tensor.dataType = Code.FLOAT;
  tensor.int32Data = [];
  tensor.rawData = new Uint8Array(floats.buffer);
}

function convertValue({ type }: ValueInfoProto): void {
  if (type?.value.case === 'tensorType' && isHalf(type.value.value.elemType))
    type.value.value.elemType = Code.FLOAT;
}
