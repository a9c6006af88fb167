import { loadPlan } from '../../src/config/load-plan.js';
import { readInputs } from '../../src/pipeline/inputs/model-inputs.js';
import { type BuildSession, openSession } from '../../src/pipeline/session.js';
import { Stopwatch } from '../../src/pipeline/stopwatch.js';
import { type TrainedModel, trainModel } from '../../src/pipeline/train-model.js';
import { openStore } from '../../src/store/open-store.js';
import type { TinyConfig, TinyProject } from './tiny-project.js';

export interface InTrained {
  readonly session: BuildSession;
  readonly shared: TrainedModel;
  readonly watch: Stopwatch;
}

/** What a build has before its targets: house, trained alternatives, their quality. */
export async function inTrained(
  project: TinyProject,
  config: TinyConfig,
  use: (trained: InTrained) => Promise<void>,
): Promise<void> {
  const plan = await loadPlan({ cwd: project.directory, inline: project.config(config) });
  const context = {
    signal: new AbortController().signal,
    onProgress: () => {},
    onWarning: () => {},
    clock: () => performance.now(),
  };
  const session = openSession(plan, context, openStore(plan.cacheDirectory));
  const watch = new Stopwatch(context.clock);
  try {
    const [model] = plan.models;
    const inputs = await readInputs(plan, model, context.signal);
    await use({ session, shared: await trainModel(session, model, inputs, watch), watch });
  } finally {
    await session.workers.close();
  }
}
