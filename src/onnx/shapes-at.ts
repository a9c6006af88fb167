import type { BatchPlace } from './batch-place.js';
import type { ValueType } from './graph.js';

/**
 * The shape of an activation in normal form at a batch of this many samples; first axis unless told where the batch is.
 */
export const dimsAt = ({ dims }: ValueType, batch: number, place?: BatchPlace): number[] =>
  dims.map((size, axis) => (axis === (place?.axis ?? 0) ? batch * size : size));
