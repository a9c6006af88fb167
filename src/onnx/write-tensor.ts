import { create } from '@bufbuild/protobuf';
import { dataTypes } from './data-types.js';
import { type TensorProto, TensorProtoSchema } from './gen/onnx_pb.js';
import type { Tensor } from './tensor.js';

/** A tensor for a file, its data as little-endian bytes. */
export function writeTensor(name: string, { dtype, dims, data }: Tensor): TensorProto {
  return create(TensorProtoSchema, {
    dims: dims.map(BigInt),
    dataType: dataTypes[dtype].code,
    ...(name === '' ? {} : { name }),
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}
