import { dataTypes } from '../../onnx/data-types.js';
import { float16ToFloat32, float32ToFloat16 } from '../../onnx/float16.js';
import type { DataType, Tensor, TensorData } from '../../onnx/tensor.js';
import type { Tf, TfTensor } from './operator.js';

/** TensorFlow has one float and one integer type here: float64 and float16 become float32, int64 becomes int32. */
export function toTensorflow(tf: Tf, { dtype, dims, data }: Tensor): TfTensor {
  return tf.tensor(valuesOf(dtype, data), [...dims], tensorflowType(dtype));
}

export const tensorflowType = (dtype: DataType): 'float32' | 'int32' | 'bool' =>
  dtype === 'bool' ? 'bool' : dtype.includes('float') ? 'float32' : 'int32';

/** @param dtype the ONNX type that the graph declares */
export async function fromTensorflow(tensor: TfTensor, dtype: DataType): Promise<Tensor> {
  const values = await tensor.data();
  const dims = [...tensor.shape];
  if (dtype === 'float32' && values instanceof Float32Array) return { dtype, dims, data: values };
  if (dtype === 'float16') return { dtype, dims, data: float32ToFloat16(Float32Array.from(values)) };
  const data = new dataTypes[dtype].array(values.length);
  const isBig = data instanceof BigInt64Array || data instanceof BigUint64Array;
  for (let index = 0; index < values.length; index++)
    data[index] = (isBig ? BigInt(values[index]) : values[index]) as never;
  return { dtype, dims, data };
}

function valuesOf(dtype: DataType, data: TensorData): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'float16') return float16ToFloat32(data as Uint16Array);
  if (data instanceof Float32Array || data instanceof Int32Array) return data;
  if (dtype === 'bool') return data as Uint8Array;
  return dtype === 'float64' ? Float32Array.from(data as Float64Array) : integers(data);
}

/** "To the end" is written as the largest int64: what int32 cannot hold becomes its largest or smallest. */
const integers = (data: TensorData): Int32Array =>
  Int32Array.from(data as ArrayLike<number>, (value) =>
    Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Number(value))),
  );
