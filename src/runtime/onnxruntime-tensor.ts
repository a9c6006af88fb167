import type * as Onnxruntime from 'onnxruntime-node';
import { BespokeError } from '../errors.js';
import type { DataType, Tensor, TensorData } from '../onnx/tensor.js';

type Ort = typeof Onnxruntime;

/** A view of the same memory as ONNX Runtime's tensor type; nothing is copied. */
export function toOrt(ort: Ort, tensor: Tensor, name: string): Onnxruntime.Tensor {
  if (tensor.dtype === 'bfloat16')
    throw new BespokeError({
      code: 'ENGINE_RUN',
      what: 'bfloat16 tensors cannot be fed to ONNX Runtime from Node',
      where: name,
      next: 'Convert the input to float32.',
    });
  try {
    return new ort.Tensor(tensor.dtype as 'float32', tensor.data as Float32Array, tensor.dims as number[]);
  } catch (cause) {
    throw new BespokeError({
      code: 'ENGINE_RUN',
      what: `the ${tensor.dtype} tensor does not hold together: ${(cause as Error).message}`,
      where: name,
      value: tensor.dims,
      cause,
    });
  }
}

/** The same memory as our tensor type. float16 stays bits, whatever array class this Node has for it. */
export function fromOrt(tensor: Onnxruntime.Tensor): Tensor {
  const raw = tensor.data as TensorData;
  const data =
    tensor.type === 'float16' && !(raw instanceof Uint16Array)
      ? new Uint16Array(
          (raw as TensorData).buffer,
          (raw as TensorData).byteOffset,
          (raw as TensorData).length,
        )
      : raw;
  return { dtype: tensor.type as DataType, dims: tensor.dims, data };
}
