import type { GradientRule } from '../rule.js';

/** Steps: the gradient is 0 wherever there is one. */
export const step: GradientRule = {
  opTypes: ['Floor', 'Ceil', 'Round', 'Sign'],
  gradients: () => [undefined],
};
