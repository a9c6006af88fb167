import { roundedWidth } from '../channels/rounded-width.js';

const SHARES = [0.0625, 0.125, 0.1875, 0.25, 0.3125, 0.375, 0.5, 0.625, 0.75, 0.875];

/** Ranks to choose from, ascending: multiples of 8 or 4 where the layer is wide enough, all below `full`. */
export const ranks = (full: number): number[] =>
  [...new Set(SHARES.map((share) => roundedWidth(full, share)))].filter((rank) => rank < full);
