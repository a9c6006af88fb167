import type { InputPlan } from '../../config/plan.js';

/**
 * What of an input decides the values that a network sees, as a part of keys: augmentation concerns retraining only.
 */
export const preprocessingOf = ({ scale, mean, std, layout }: InputPlan) => ({ scale, mean, std, layout });
