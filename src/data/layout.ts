import type { InputPlan } from '../config/plan.js';
import { sizeOf } from '../onnx/tensor.js';
import type { SourceSamples } from './source-samples.js';

/** Samples of rank 3 as HWC; which layout they are in is said at `loadDataset`. */
export function channelsLast(
  samples: SourceSamples,
  isOfImages: boolean,
  input: Pick<InputPlan, 'layout'>,
  expectedDims: readonly number[] | undefined,
): Pick<SourceSamples, 'count' | 'sampleDims' | 'values'> {
  const { count, sampleDims, values } = samples;
  if (sampleDims.length === 2 && (isOfImages || expectedDims?.length === 3)) {
    return { count, sampleDims: [...sampleDims, 1], values };
  }
  if (sampleDims.length !== 3) return { count, sampleDims, values };
  const fitsModel = expectedDims !== undefined && fits(sampleDims, expectedDims);
  const layout = samples.layout ?? (fitsModel ? input.layout : 'nhwc');
  if (layout === 'nhwc') return { count, sampleDims, values };
  const [channels, height, width] = sampleDims;
  const moved = transposed(values, count, channels, height * width);
  return { count, sampleDims: [height, width, channels], values: moved };
}

/** Whether samples of shape `dims` can be fed to an input of shape `expected` (0 or less: any size). */
export function fits(dims: readonly number[], expected: readonly number[]): boolean {
  return (
    dims.length === expected.length &&
    dims.every((dim, axis) => expected[axis] <= 0 || expected[axis] === dim)
  );
}

/** Shape of one sample in the model's layout. */
export function modelDims(sampleDims: readonly number[], layout: InputPlan['layout']): readonly number[] {
  if (sampleDims.length !== 3 || layout === 'nhwc') return sampleDims;
  const [height, width, channels] = sampleDims;
  return [channels, height, width];
}

function transposed(
  values: SourceSamples['values'],
  count: number,
  channels: number,
  area: number,
): Uint8Array | Float32Array {
  const size = sizeOf([channels, area]);
  const moved =
    values instanceof Uint8Array ? new Uint8Array(values.length) : new Float32Array(values.length);
  for (let sample = 0; sample < count; sample++) {
    for (let channel = 0; channel < channels; channel++) {
      let read = sample * size + channel * area;
      let write = sample * size + channel;
      for (let pixel = 0; pixel < area; pixel++, read++, write += channels) moved[write] = values[read];
    }
  }
  return moved;
}
