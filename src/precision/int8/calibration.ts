import type { Range } from './range.js';

/** What calibration samples say of a network's activations. */
export interface Calibration {
  readonly ranges: ReadonlyMap<string, Range>;
  /** Mean by channel of what layers read. */
  readonly means: ReadonlyMap<string, Float64Array>;
}
