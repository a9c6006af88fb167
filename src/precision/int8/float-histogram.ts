/** Sign, exponent and the first five bits of the fraction. */
const SHIFT = 18;
const BINS = 2 ** (32 - SHIFT);

/**
 * Values of a tensor over many samples, counted by their leading bits, so no range is needed beforehand; bins are about
 * 3 % wide.
 */
export class FloatHistogram {
  readonly #counts = new Float64Array(BINS);
  #low = 0;
  #high = 0;

  add(values: Float32Array): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
    const counts = this.#counts;
    for (let index = 0; index < words.length; index++) {
      const value = values[index];
      if (value < this.#low) this.#low = value;
      else if (value > this.#high) this.#high = value;
      counts[words[index] >>> SHIFT]++;
    }
  }

  /** Smallest value; at most 0. */
  get low(): number {
    return this.#low;
  }

  /** Largest value; at least 0. */
  get high(): number {
    return this.#high;
  }

  get count(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Middle and count of the bins that are not empty on one side of 0, in rising distance from it. */
  side(sign: 1 | -1): readonly { readonly distance: number; readonly count: number }[] {
    const first = sign === 1 ? 0 : BINS / 2;
    const bins: { distance: number; count: number }[] = [];
    for (let bin = first; bin < first + BINS / 2; bin++) {
      if (this.#counts[bin] === 0) continue;
      const distance = Math.min(
        Math.abs(floatOf((bin << SHIFT) | (1 << (SHIFT - 1)))),
        sign === 1 ? this.#high : -this.#low,
      );
      bins.push({ distance, count: this.#counts[bin] });
    }
    return bins;
  }
}

const floatOf = (word: number): number => new Float32Array(new Int32Array([word]).buffer)[0];
