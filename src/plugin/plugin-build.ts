import type { BuildPlan } from '../config/plan.js';
import type { ModelsAtHand } from '../pipeline/models-at-hand.js';

/** The result of a build, and its plan. */
export interface PluginBuild {
  readonly plan: BuildPlan;
  readonly result: ModelsAtHand;
}
