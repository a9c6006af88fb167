import { BespokeError } from '../errors.js';
import { dataTypeOf, dataTypes } from './data-types.js';
import { type TensorProto, TensorProto_DataLocation, TensorProto_DataType } from './gen/onnx_pb.js';
import { type DataType, sizeOf, type Tensor, type TensorData } from './tensor.js';

/** Bytes of a file beside the model, by the location that the model names. */
export type ReadExternal = (location: string) => Uint8Array;

export interface TensorSource {
  /** File and tensor or node, for messages. */
  readonly where: string;
  readonly readExternal?: ReadExternal | undefined;
}

/**
 * A tensor of the file, from raw bytes, typed fields or external data; the data is a copy, unless the
 * bytes are a whole buffer already.
 * @throws BespokeError MODEL_TENSOR_TYPE, MODEL_TENSOR_SIZE, MODEL_EXTERNAL_DATA
 */
export function readTensor(proto: TensorProto, source: TensorSource): Tensor {
  const dtype = dataTypeOf(proto.dataType);
  if (dtype === undefined) {
    throw new BespokeError({
      code: 'MODEL_TENSOR_TYPE',
      what: 'a tensor has an unsupported element type',
      where: source.where,
      value: TensorProto_DataType[proto.dataType] ?? proto.dataType,
      accepted: Object.keys(dataTypes).join(', '),
    });
  }
  const dims = proto.dims.map(Number);
  const data = readData(proto, dtype, source);
  if (data.length !== sizeOf(dims)) throw wrongSize(source.where, dims, data.length);
  return { dtype, dims, data };
}

function readData(proto: TensorProto, dtype: DataType, source: TensorSource): TensorData {
  if (proto.dataLocation === TensorProto_DataLocation.EXTERNAL) {
    return fromBytes(externalBytes(proto, source), dtype, source.where);
  }
  if (proto.rawData.length > 0) return fromBytes(proto.rawData, dtype, source.where);
  switch (dtype) {
    case 'float32':
      return Float32Array.from(proto.floatData);
    case 'float64':
      return Float64Array.from(proto.doubleData);
    case 'int64':
      return BigInt64Array.from(proto.int64Data);
    case 'uint64':
      return BigUint64Array.from(proto.uint64Data);
    case 'uint32':
      return Uint32Array.from(proto.uint64Data, Number);
    default: {
      const data = new dataTypes[dtype].array(proto.int32Data.length);
      proto.int32Data.forEach((value, index) => {
        data[index] = value;
      });
      return data;
    }
  }
}

function fromBytes(bytes: Uint8Array, dtype: DataType, where: string): TensorData {
  const { array } = dataTypes[dtype];
  if (bytes.length % array.BYTES_PER_ELEMENT !== 0) throw wrongSize(where, [], bytes.length);
  const isWhole = bytes.length === bytes.buffer.byteLength;
  return new array((isWhole ? bytes : new Uint8Array(bytes)).buffer as ArrayBuffer);
}

/** The bytes of a tensor whose data lies in a file beside the model. */
export function externalBytes(proto: TensorProto, { where, readExternal }: TensorSource): Uint8Array {
  const entries = new Map(proto.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  if (readExternal === undefined) {
    throw new BespokeError({
      code: 'MODEL_EXTERNAL_DATA',
      what: 'the weights are in another file, which was not given',
      where,
      value: location,
    });
  }
  const file = readExternal(location);
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? file.length - offset);
  if (!(offset >= 0 && length >= 0 && offset + length <= file.length)) {
    throw new BespokeError({
      code: 'MODEL_EXTERNAL_DATA',
      what: `the file '${location}' has ${file.length} bytes, which is too few for this tensor`,
      where,
      value: `offset ${offset}, length ${length}`,
      next: 'Copy or export the model with its data file again.',
    });
  }
  return file.subarray(offset, offset + length);
}

const wrongSize = (where: string, dims: readonly number[], length: number): BespokeError =>
  new BespokeError({
    code: 'MODEL_TENSOR_SIZE',
    what: `the data of the tensor does not fit its shape [${dims.join(', ')}]`,
    where,
    value: length,
    accepted: `${sizeOf(dims)} elements`,
    next: 'Export the model again.',
  });
