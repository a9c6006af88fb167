import type { BuildPlan } from '../config/plan.js';
import type { ModelsAtHand } from '../pipeline/models-at-hand.js';

/** What a build came to. */
export interface PluginBuild {
  readonly plan: BuildPlan;
  readonly result: ModelsAtHand;
}
