import type { GraphBuilder } from '../gradient/builder.js';
import type { StateVector } from './state-vector.js';

/** The higher, the more the latest steps count; the mean age of what is averaged is about a quarter of all steps. */
const DECAY = 2;

/** Scalar input. */
export const AVERAGE_INPUT = 'optimizer/average-rate';

/** Share of step t's parameters in the average, 1 for the first: (1 + decay) / (t + decay). */
export const averageRate = (step: number): number => (1 + DECAY) / (step + DECAY);

/**
 * average ← average + rate (parameters - average): polynomial-decay averaging (Shamir and Zhang 2013, section 4), which
 * needs to know neither the number of steps nor where training began. Averages of a high rate's noisy steps are as good
 * as states of a low one.
 */
export function addAverage(builder: GraphBuilder, parameters: StateVector): StateVector {
  const dims = [parameters.initial.length];
  const input = builder.input('state/average', { dtype: 'float32', dims });
  const rate = builder.input(AVERAGE_INPUT, { dtype: 'float32', dims: [] });
  const change = builder.times(builder.minus(parameters.output, input), rate);
  return { input, output: builder.plus(input, change), initial: parameters.initial, slots: [] };
}
