import type { ActivationStatistics } from './activation-file.js';

/**
 * Mean and variance of a stream of values, one block at a time (Chan, Golub and LeVeque 1979: blocks are combined by
 * their means, which does not cancel as sums of squares do).
 */
export class RunningStatistics {
  #count = 0;
  #mean = 0;
  #squares = 0;
  #maxAbs = 0;

  /** @returns largest magnitude of the block; NaN when a value is NaN. */
  add(block: Float32Array): number {
    if (block.length === 0) return 0;
    let sum = 0;
    let maxAbs = 0;
    for (let index = 0; index < block.length; index++) {
      const value = block[index];
      sum += value;
      const magnitude = value < 0 ? -value : value;
      if (magnitude > maxAbs) maxAbs = magnitude;
    }
    if (Number.isNaN(sum)) return Number.NaN;
    const mean = sum / block.length;
    let squares = 0;
    for (let index = 0; index < block.length; index++) {
      const distance = block[index] - mean;
      squares += distance * distance;
    }
    const count = this.#count + block.length;
    const step = mean - this.#mean;
    this.#squares += squares + (step * step * this.#count * block.length) / count;
    this.#mean += (step * block.length) / count;
    this.#count = count;
    this.#maxAbs = Math.max(this.#maxAbs, maxAbs);
    return maxAbs;
  }

  get(): ActivationStatistics {
    return {
      mean: this.#mean,
      variance: this.#count === 0 ? 0 : this.#squares / this.#count,
      maxAbs: this.#maxAbs,
    };
  }
}
