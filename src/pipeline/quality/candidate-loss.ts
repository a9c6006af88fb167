import type { AloneQuality } from './measure-quality.js';

/**
 * Weight of disagreement with the teacher beside the loss of the metric, which a thousand samples resolve only
 * coarsely.
 */
const DISAGREEMENT_WEIGHT = 0.1;

/** The loss that search counts with: a gain alone is taken for noise. */
export const candidateLoss = ({ loss, disagreement }: AloneQuality): number =>
  Math.max(0, loss) + DISAGREEMENT_WEIGHT * disagreement;
