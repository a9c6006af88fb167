import { sizeOf, type Tensor } from '../../onnx/tensor.js';

/** Weights as integers, one scale for each slice along the axis of output channels: value = scale * q. */
export interface Int8Weights {
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

/**
 * Rounds the weights of each output channel to -levels … levels.
 *
 * @param leastScales scales are at least these; one a channel
 */
export function quantiseWeights(
  { data, dims }: Tensor,
  axis: number,
  levels: number,
  leastScales?: Float64Array,
): Int8Weights {
  const weights = data as Float32Array;
  const channels = dims[axis];
  const inner = sizeOf(dims.slice(axis + 1));
  const channelOf = (index: number): number => Math.floor(index / inner) % channels;
  const largest = new Float64Array(channels);
  for (let index = 0; index < weights.length; index++) {
    const channel = channelOf(index);
    largest[channel] = Math.max(largest[channel], Math.abs(weights[index]));
  }
  const scales = Float32Array.from(largest, (value, channel) =>
    Math.max(value / levels, leastScales?.[channel] ?? 0, 1e-12),
  );
  const values = Int8Array.from(weights, (weight, index) =>
    Math.min(levels, Math.max(-levels, Math.round(weight / scales[channelOf(index)]))),
  );
  return { values, scales };
}
