/** Element types of ONNX tensors that this project reads and writes. */
export type DataType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool';

/** float16 and bfloat16 are kept as their bits in a Uint16Array, bool as 0 or 1. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A dense tensor in row-major order. */
export interface Tensor {
  readonly dtype: DataType;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

export const float32 = (data: Float32Array, dims: readonly number[]): Tensor => ({
  dtype: 'float32',
  dims,
  data,
});

export const int64 = (values: readonly number[], dims: readonly number[] = [values.length]): Tensor => ({
  dtype: 'int64',
  dims,
  data: BigInt64Array.from(values, BigInt),
});

/** Number of elements of a shape; 1 for a scalar. */
export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);
