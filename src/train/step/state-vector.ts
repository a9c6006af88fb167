import type { Slot } from './flat-layout.js';

/** A flat vector that goes into a training step and comes out changed. */
export interface StateVector {
  readonly input: string;
  readonly output: string;
  readonly initial: Float32Array;
  /** The tensors that lie in it; moments have none. */
  readonly slots: readonly Slot[];
}
