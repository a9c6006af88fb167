import type { TensorData } from '../onnx/tensor.js';

/**
 * The largest difference of two tensors of the same length over the largest finite absolute value of the second, or
 * over 1e-2 where that is larger; infinite where only one is finite.
 */
export function largestDifference(values: TensorData, reference: TensorData): number {
  let largest = 1e-2;
  let difference = 0;
  for (let index = 0; index < reference.length; index++) {
    const wanted = Number(reference[index]);
    const got = Number(values[index]);
    const size = Math.abs(wanted);
    if (size > largest && size < Number.POSITIVE_INFINITY) largest = size;
    if (got === wanted || (Number.isNaN(got) && Number.isNaN(wanted))) continue;
    const distance = Math.abs(got - wanted);
    difference = Math.max(difference, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
  }
  return difference / largest;
}
