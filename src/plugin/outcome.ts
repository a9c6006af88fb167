import type { ModelsAtHand } from '../build/models-at-hand.js';
import type { BuildPlan } from '../config/plan.js';

/** What a build came to. */
export interface Outcome {
  readonly plan: BuildPlan;
  readonly result: ModelsAtHand;
}
