import { sizeOf } from '../../onnx/tensor.js';

/** Mean of an activation by channel, over samples and positions. */
export class ChannelSums {
  readonly #sums: Float64Array;
  readonly #inner: number;
  #count = 0;

  /**
   * @param axis of the channels in `dims`, which is not the one that grows with the batch; negative counts from behind
   */
  constructor(dims: readonly number[], axis: number) {
    const at = axis < 0 ? dims.length + axis : axis;
    this.#sums = new Float64Array(dims[at]);
    this.#inner = sizeOf(dims.slice(at + 1));
  }

  add(values: Float32Array): void {
    const channels = this.#sums.length;
    const inner = this.#inner;
    for (
      let start = 0, channel = 0;
      start < values.length;
      start += inner, channel = (channel + 1) % channels
    ) {
      let sum = 0;
      for (let index = start; index < start + inner; index++) sum += values[index];
      this.#sums[channel] += sum;
    }
    this.#count += values.length / channels;
  }

  means(): Float64Array {
    return this.#sums.map((sum) => sum / Math.max(1, this.#count));
  }
}
