import { sizeOf, type Tensor, type TensorData } from '../../onnx/tensor.js';

/** Some indices of one axis of a tensor, in the order given. */
export function sliceTensor(tensor: Tensor, axis: number, indices: readonly number[]): Tensor {
  const { dims, data } = tensor;
  const run = sizeOf(dims.slice(axis + 1));
  const outer = sizeOf(dims.slice(0, axis));
  const Data = data.constructor as new (length: number) => TensorData;
  const result = new Data(outer * indices.length * run);
  for (let block = 0; block < outer; block++)
    indices.forEach((index, place) => {
      const from = (block * dims[axis] + index) * run;
      const part = data.subarray(from, from + run);
      result.set(part as never, (block * indices.length + place) * run);
    });
  return {
    ...tensor,
    dims: dims.map((size, index) => (index === axis ? indices.length : size)),
    data: result,
  };
}
