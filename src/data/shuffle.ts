import { rngOf } from '../random.js';

/** The order of an epoch's samples: a permutation of 0..count-1 that seed and epoch decide. */
export function shuffledIndices(count: number, seed: number, epoch: number): number[] {
  return rngOf(seed, 'shuffle', epoch).shuffle(Array.from({ length: count }, (_, index) => index));
}
