import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random numbers that its seed and labels decide; every draw moves it on. */
export interface Rng {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform integer in [0, n), n from 1 to 2^32. */
  int(n: number): number;
  /** Normal with mean 0 and variance 1 (Marsaglia's polar method). */
  normal(): number;
  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<Items extends unknown[] | Uint32Array | Int32Array>(items: Items): Items;
}

/**
 * The stream for one purpose: `rngOf(seed, 'house', alternativeId)`. Streams of different labels are independent, so
 * that work can be split over processes, skipped or done in another order with the same result.
 * xoroshiro128+ with its state taken from sha256 of seed and labels.
 */
export function rngOf(seed: number, ...labels: readonly (string | number)[]): Rng {
  const hash = createHash('sha256')
    .update(JSON.stringify([seed, ...labels]))
    .digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => hash.readInt32LE(offset)));
  const next = () => uniformFloat64(generator);
  const int = (n: number) => {
    if (!(Number.isInteger(n) && n >= 1 && n <= 2 ** 32))
      throw new RangeError(`int(${n}): n must be 1 to 2^32`);
    return uniformInt(generator, 0, n - 1);
  };
  let spare: number | undefined;

  return {
    next,
    int,
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      for (;;) {
        const x = 2 * next() - 1;
        const y = 2 * next() - 1;
        const square = x * x + y * y;
        if (square >= 1 || square === 0) continue;
        const factor = Math.sqrt((-2 * Math.log(square)) / square);
        spare = y * factor;
        return x * factor;
      }
    },
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last--) {
        const other = int(last + 1);
        const item = items[last];
        items[last] = items[other] as never;
        items[other] = item as never;
      }
      return items;
    },
  };
}
