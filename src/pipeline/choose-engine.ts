import type { BuildPlan } from '../config/plan.js';
import type { EngineName } from '../runtime/engine.js';
import { openEngine } from '../runtime/engines.js';
import type { Workers, WorkerTask } from '../runtime/workers.js';

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

/** The name of the engine that a configuration means, probed in a worker. @throws BespokeError ENGINE_UNAVAILABLE */
export async function chosenEngine(
  engine: BuildPlan['engine'],
  workers: Workers,
  onWarning: (message: string) => void,
): Promise<EngineName> {
  if (engine === 'cpu') return 'cpu';
  const { name, warnings } = await workers.run<ChosenEngine>(chooseEngineTask, engine);
  for (const warning of warnings) onWarning(warning);
  return name;
}
