import type { Rng } from '../random.js';

/** One of the items, each as likely as the others; undefined of none. */
export const pickOne = <Item>(items: readonly Item[], rng: Rng): Item | undefined =>
  items.length === 0 ? undefined : items[rng.int(items.length)];
