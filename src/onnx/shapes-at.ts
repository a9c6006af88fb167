import type { ValueType } from './graph.js';

/** The shape of an activation in normal form at a batch of this many samples. */
export const dimsAt = ({ dims }: ValueType, batch: number): number[] =>
  dims.length === 0 ? [] : [batch * dims[0], ...dims.slice(1)];
