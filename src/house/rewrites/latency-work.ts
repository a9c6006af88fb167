/**
 * A tensor that a kernel writes and the next one reads takes about as long as this many multiply-accumulates an
 * element: measured with ONNX Runtime on one thread, 16 to 64 channels, 8 to 32 pixels wide.
 */
const ELEMENT_MACS = 24;

/** What a layer costs, for comparing ways to compute the same: multiply-accumulates, and memory that is written. */
export const latencyWork = (macs: number, elements: number): number => macs + ELEMENT_MACS * elements;

/** Whether a rewrite saves enough to be worth its error: a fifth of the work. */
export const isWorthIt = (work: number, before: number): boolean => work <= 0.8 * before;
