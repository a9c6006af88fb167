/** A tensor that a kernel writes and the next one reads takes about as long as this many multiply-accumulates an element. */
const ELEMENT_MACS = 16;

/** What a layer costs, for comparing ways to compute the same: multiply-accumulates, and memory that is written. */
export const latencyWork = (macs: number, elements: number): number => macs + ELEMENT_MACS * elements;

/** Whether a rewrite saves enough to be worth its error: a fifth of the work. */
export const isWorthIt = (work: number, before: number): boolean => work <= 0.8 * before;
