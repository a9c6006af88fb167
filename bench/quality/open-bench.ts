import { join } from 'node:path';
import { loadPlan } from '../../src/config/load-plan.js';
import type { BuildPlan, TargetPlan } from '../../src/config/plan.js';
import { readInputs } from '../../src/pipeline/inputs/model-inputs.js';
import { RetrainingContext } from '../../src/pipeline/retrain/retraining-context.js';
import type { BuildSession } from '../../src/pipeline/session.js';
import { Stopwatch } from '../../src/pipeline/stopwatch.js';
import { trainModel } from '../../src/pipeline/train-model.js';
import type { Trained } from '../../src/pipeline/trained.js';
import { withLock } from '../../src/store/lock.js';
import { benchSession } from '../bench-session.js';
import { cifarConfig, cifarData } from '../cifar.js';
import type { QualityOptions } from './options.js';
import { reportProgress } from './report-progress.js';
import { smallData } from './small-data.js';

/** Rows that are retrained side by side, one thread each. */
export const SIDE_BY_SIDE = 2;

/** What all rows share: one house, trained and measured, and one store. */
export interface Bench {
  readonly session: BuildSession;
  readonly trained: Trained & { readonly retraining: RetrainingContext };
  /** One a budget, in the order of the options. */
  readonly targets: readonly TargetPlan[];
}

/** Builds or finds the house, and runs `run` while no other build uses the store. */
export async function withBench(
  options: QualityOptions,
  signal: AbortSignal,
  run: (bench: Bench) => Promise<void>,
): Promise<void> {
  const directory = join(options.cache, 'store');
  const given = cifarData(options.data, options.cache);
  const data = options.small ? smallData(given, options.cache) : given;
  const targets = options.budgets.map((percent) => ({ name: `at-${percent}`, latency: `${percent}%` }));
  const plan = await loadPlan({
    cwd: process.cwd(),
    inline: { ...cifarConfig(data, directory, targets, options.effort), engine: 'cpu' },
    overrides: { workers: SIDE_BY_SIDE },
  });
  await withLock(directory, () => inSession(plan, signal, run), {
    signal,
    onWait: () => console.error(`waiting for another build that uses ${directory}`),
  });
}

async function inSession(
  plan: BuildPlan,
  signal: AbortSignal,
  run: (bench: Bench) => Promise<void>,
): Promise<void> {
  const session = benchSession(plan, { signal, onProgress: reportProgress() });
  try {
    const [model] = plan.models;
    const inputs = await readInputs(plan, model, signal);
    const house = await trainModel(session, model, inputs, new Stopwatch(session.context.clock));
    // All targets limit latency on the same machine, so all see the same.
    await run({
      session: house.session,
      trained: { ...house.for(plan.targets[0]), retraining: house.retraining },
      targets: plan.targets,
    });
  } finally {
    await session.close();
  }
}

/** The same house, searched and retrained with another seed; strategy 'exact' where none is named. */
export function reseeded(
  { session, trained, targets }: Bench,
  seed: number,
  strategy: BuildPlan['search']['strategy'] = 'exact',
): Bench {
  const { model, retraining, train, judge } = trained;
  const other: BuildSession = { ...session, plan: { ...session.plan, seed, search: { strategy } } };
  return {
    session: other,
    trained: {
      ...trained,
      retraining: new RetrainingContext(other, model, retraining.teachers, train, judge, 1),
    },
    targets,
  };
}
