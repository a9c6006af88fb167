import type { InputPlan } from '../../src/config/plan.js';

/** No preprocessing. */
export const plainInput: InputPlan = {
  scale: 1,
  mean: [],
  std: [],
  layout: 'nchw',
  size: undefined,
  image: { resize: 'stretch', crop: 1, fill: 0, channels: 'rgb' },
  augment: { flip: false, shift: 0 },
};
