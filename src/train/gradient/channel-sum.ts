import type { ArithmeticBuilder } from './arithmetic-builder.js';
import { axesFrom } from './axes.js';

/** Sum of x[N, C, …] for each channel: [C]. In two stages, so that engines that add in plain order lose less. */
export function channelSum(builder: ArithmeticBuilder, x: string): string {
  return builder.sum(builder.sum(x, axesFrom(2, builder.dims(x).length)), [0]);
}

/** Mean of x[N, C, …] for each channel: [C]. */
export function channelMean(builder: ArithmeticBuilder, x: string): string {
  return builder.mean(builder.mean(x, axesFrom(2, builder.dims(x).length)), [0]);
}
