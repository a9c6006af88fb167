import { sizeOf } from '../../onnx/tensor.js';

/** `channels` of axis 1 (maps) or of the last axis (rows) of a batch; `dims` is the wanted shape of one sample. */
export function pickChannels(
  values: Float32Array,
  channels: readonly number[] | undefined,
  batch: number,
  dims: readonly number[],
): Float32Array {
  if (channels === undefined) return values;
  const out = new Float32Array(batch * sizeOf(dims));
  if (dims.length === 3) {
    const area = dims[1] * dims[2];
    const all = values.length / batch / area;
    for (let n = 0; n < batch; n++) {
      channels.forEach((channel, i) => {
        const from = (n * all + channel) * area;
        out.set(values.subarray(from, from + area), (n * channels.length + i) * area);
      });
    }
    return out;
  }
  const rows = out.length / channels.length;
  const all = values.length / rows;
  for (let row = 0; row < rows; row++)
    channels.forEach((channel, i) => {
      out[row * channels.length + i] = values[row * all + channel];
    });
  return out;
}
