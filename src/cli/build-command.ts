import { resolve } from 'node:path';
import { loadPlan } from '../config/load-plan.js';
import type { BuildPlan } from '../config/plan.js';
import { elsewhereText } from '../farm/elsewhere.js';
import { assertOutputDirectory, emit } from '../output/emit.js';
import { manifestText } from '../pipeline/record/manifest.js';
import { missedBudget } from '../pipeline/record/missed-budget.js';
import type { BuildContext, BuildResult } from '../pipeline/result.js';
import type { Console } from './console.js';
import { exitStatus } from './exit-status.js';
import { inProgress } from './in-progress.js';
import { summaryOf } from './summary.js';

export interface BuildOptions {
  readonly cwd: string;
  readonly config: string | undefined;
  /** From `cwd`. */
  readonly out: string;
  readonly json: boolean;
  readonly workers: number | undefined;
}

type Build = (plan: BuildPlan, context: BuildContext) => Promise<BuildResult>;

/** Loaded when it is needed, so that a mistake in the configuration is told at once. */
const loadBuild = async (): Promise<Build> => (await import('../pipeline/build.js')).build;

/** `bespoke build`: fits every model to every target and writes the files and the manifest. Gives the exit status. */
export async function buildCommand(
  options: BuildOptions,
  console: Console,
  load: () => Promise<Build> = loadBuild,
): Promise<number> {
  const { cwd, config, workers } = options;
  const plan = await loadPlan({ config, cwd, overrides: { workers } });
  const directory = resolve(cwd, options.out);
  await assertOutputDirectory(directory);
  return inProgress(console, 'finished work is kept', async (context) => {
    const build = await load();
    const result = await build(plan, context);
    context.endLine();
    context.signal.throwIfAborted();

    const refused = result.missed.filter(({ onMiss }) => onMiss === 'error');
    for (const missed of refused) {
      const { code, message } = missedBudget(missed);
      console.note(`bespoke: ${code}: ${message}\n`);
    }
    if (refused.length > 0) {
      console.note('bespoke: nothing was emitted\n');
      return exitStatus.budgetMissed;
    }
    const manifest = await emit(result, directory);
    if (options.json) {
      // The manifest does not depend on what a cache had.
      const others = elsewhereText(result);
      if (others !== undefined) console.note(`${others}\n`);
      console.out(manifestText(manifest));
    } else console.out(summaryOf(manifest, options.out, result));
    return exitStatus.done;
  });
}
