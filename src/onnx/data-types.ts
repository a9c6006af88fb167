import { TensorProto_DataType as Code } from './gen/onnx_pb.js';
import type { DataType, TensorData } from './tensor.js';

type TensorDataConstructor = {
  new (length: number): TensorData;
  new (buffer: ArrayBuffer): TensorData;
  readonly BYTES_PER_ELEMENT: number;
};

interface DataTypeInfo {
  readonly code: number;
  readonly array: TensorDataConstructor;
}

/** Code in TensorProto and array class of every element type. */
export const dataTypes: Readonly<Record<DataType, DataTypeInfo>> = {
  float32: { code: Code.FLOAT, array: Float32Array },
  float64: { code: Code.DOUBLE, array: Float64Array },
  float16: { code: Code.FLOAT16, array: Uint16Array },
  bfloat16: { code: Code.BFLOAT16, array: Uint16Array },
  int8: { code: Code.INT8, array: Int8Array },
  uint8: { code: Code.UINT8, array: Uint8Array },
  int16: { code: Code.INT16, array: Int16Array },
  uint16: { code: Code.UINT16, array: Uint16Array },
  int32: { code: Code.INT32, array: Int32Array },
  uint32: { code: Code.UINT32, array: Uint32Array },
  int64: { code: Code.INT64, array: BigInt64Array },
  uint64: { code: Code.UINT64, array: BigUint64Array },
  bool: { code: Code.BOOL, array: Uint8Array },
};

const byCode = new Map(Object.entries(dataTypes).map(([name, { code }]) => [code, name as DataType]));

/** The element type of a code in TensorProto or TypeProto; undefined for strings, complex and sub-byte types. */
export const dataTypeOf = (code: number): DataType | undefined => byCode.get(code);
