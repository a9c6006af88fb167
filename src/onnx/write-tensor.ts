import { create } from '@bufbuild/protobuf';
import { dataTypes } from './data-types.js';
import { type TensorProto, TensorProtoSchema } from './gen/onnx_pb.js';
import type { ValueType } from './graph.js';
import type { Tensor } from './tensor.js';

/** A tensor for a file, its data as little-endian bytes. */
export function writeTensor(name: string, tensor: Tensor): TensorProto {
  const { data } = tensor;
  return create(TensorProtoSchema, {
    ...fieldsOf(name, tensor),
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}

/** The same without its data. */
export const writeTensorType = (name: string, type: ValueType): TensorProto =>
  create(TensorProtoSchema, fieldsOf(name, type));

const fieldsOf = (name: string, { dtype, dims }: ValueType) => ({
  dims: dims.map(BigInt),
  dataType: dataTypes[dtype].code,
  ...(name === '' ? {} : { name }),
});
