import type { InputPlan } from '../config/plan.js';
import { sizeOf, type Tensor } from '../onnx/tensor.js';
import { type Samples, sampleAt } from './dataset.js';

/** What is done to one sample on its way into a batch: where each of its rows and columns is read from. */
export interface SampleChange {
  readonly flip: boolean;
  /** Pixels that the content moves down and to the right; what comes free reads as value 0 before preprocessing. */
  readonly down: number;
  readonly right: number;
}

export interface Batch extends Tensor {
  readonly dtype: 'float32';
  readonly data: Float32Array;
}

/**
 * Samples as the model takes them: float32, `(value * scale - mean[c]) / std[c]`.
 * Samples of rank 3 (HWC) become [N, C, H, W], or [N, H, W, C] for layout 'nhwc'; samples of any other rank keep their
 * shape behind N, and the last axis is the channel.
 */
export function batchTensor(
  dataset: Samples,
  indices: ArrayLike<number>,
  input: Pick<InputPlan, 'scale' | 'mean' | 'std' | 'layout'>,
  changes?: readonly SampleChange[],
): Batch {
  const { sampleDims } = dataset;
  const isImage = sampleDims.length === 3;
  const channels = sampleDims.at(-1) ?? 1;
  const size = sizeOf(sampleDims);
  const [height, width] = isImage ? sampleDims : [1, size / channels];
  const asTheyAre = input.scale === 1 && input.mean.length === 0 && input.std.length === 0;
  const planar = isImage && input.layout === 'nchw';
  const dims = planar ? [channels, height, width] : sampleDims;

  const to = new Float32Array(indices.length * size);
  if (asTheyAre && !planar && changes === undefined) {
    for (let sample = 0; sample < indices.length; sample++)
      to.set(sampleAt(dataset, indices[sample]), sample * size);
    return { dtype: 'float32', dims: [indices.length, ...dims], data: to };
  }
  const rowStride = width * channels;
  const scales = Array.from({ length: channels }, (_, channel) => {
    const [mean, std] = [input.mean[channel] ?? 0, input.std[channel] ?? 1];
    return { mean, std, table: preprocessed(input.scale, mean, std), zero: -mean / std };
  });
  for (let sample = 0; sample < indices.length; sample++) {
    const from = sampleAt(dataset, indices[sample]);
    const change = changes?.[sample];
    const step = planar ? 1 : channels;
    for (let channel = 0; channel < channels; channel++) {
      const { mean, std, zero } = scales[channel];
      const table = from instanceof Uint8Array ? scales[channel].table : undefined;
      let write = sample * size + (planar ? channel * height * width : channel);
      for (let y = 0; y < height; y++) {
        const sourceY = change ? y - change.down : y;
        const base = sourceY * rowStride + channel;
        if (change) {
          const hidden = sourceY < 0 || sourceY >= height;
          for (let x = 0; x < width; x++, write += step) {
            const shifted = x - change.right;
            const outside = hidden || shifted < 0 || shifted >= width;
            const value = outside ? 0 : from[base + (change.flip ? width - 1 - shifted : shifted) * channels];
            to[write] = outside ? zero : table ? table[value] : (value * input.scale - mean) / std;
          }
        } else if (table) {
          for (let x = 0, read = base; x < width; x++, read += channels, write += step)
            to[write] = table[from[read]];
        } else {
          for (let x = 0, read = base; x < width; x++, read += channels, write += step) {
            to[write] = (from[read] * input.scale - mean) / std;
          }
        }
      }
    }
  }
  return { dtype: 'float32', dims: [indices.length, ...dims], data: to };
}

function preprocessed(scale: number, mean: number, std: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => (value * scale - mean) / std);
}
