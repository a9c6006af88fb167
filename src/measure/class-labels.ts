import { classAxis } from '../onnx/class-axis.js';
import { sizeOf } from '../onnx/tensor.js';
import type { Output } from './outputs.js';

/**
 * The class with the largest score, for every position of every sample: the class axis is the first of [C, H, W], the
 * last of [C] and [T, C]. Ties go to the lower class; where every score is NaN it is -1.
 */
export function classLabels({ dims, data, form }: Output): Int32Array {
  if (form === 'classes') return Int32Array.from(data);
  const axis = classAxis(dims.length + 1) - 1;
  const classes = dims[axis] ?? 1;
  const inner = sizeOf(dims.slice(axis + 1));
  const labels = new Int32Array(data.length / classes).fill(-1);
  for (let position = 0; position < labels.length; position++) {
    const first = Math.floor(position / inner) * classes * inner + (position % inner);
    let best = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < classes; index++) {
      const score = data[first + index * inner];
      if (score > best || (labels[position] < 0 && score === best)) {
        best = score;
        labels[position] = index;
      }
    }
  }
  return labels;
}

/** Shape of the classes of a sample whose scores have this shape: without the class axis. */
export function dimsOfClasses(scores: readonly number[]): readonly number[] {
  const axis = classAxis(scores.length + 1) - 1;
  return scores.filter((_, index) => index !== axis);
}

/** Classes in place of scores: a small part of the memory, and all that counts for some metrics. */
export const asClasses = (output: Output): Output =>
  output.form === 'classes'
    ? output
    : {
        name: output.name,
        dims: dimsOfClasses(output.dims),
        data: Float32Array.from(classLabels(output)),
        form: 'classes',
      };
