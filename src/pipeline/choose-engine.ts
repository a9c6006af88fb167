import type { BuildPlan } from '../config/plan.js';
import type { EngineName } from '../runtime/engine.js';
import { openEngine } from '../runtime/engines.js';
import type { WorkerTask } from '../runtime/workers.js';

export const chooseEngineTask: WorkerTask = { file: new URL(import.meta.url), name: 'chooseEngine' };

export interface ChosenEngine {
  readonly name: EngineName;
  readonly warnings: readonly string[];
}

/** Worker task: probes the engine that a configuration names. @throws BespokeError ENGINE_UNAVAILABLE */
export async function chooseEngine(engine: BuildPlan['engine']): Promise<ChosenEngine> {
  const warnings: string[] = [];
  const { name } = await openEngine(engine, (warning) => warnings.push(warning));
  return { name, warnings };
}
