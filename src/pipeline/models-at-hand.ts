import type { BuildPlan, ModelPlan } from '../config/plan.js';
import type { Runtime } from '../config/runtimes.js';
import { BespokeError } from '../errors.js';
import { sha256 } from '../store/key.js';
import { openStore } from '../store/open-store.js';
import { emitted } from './costs/student.js';
import { loadMembers } from './inputs/members.js';
import { dependenciesOf, type ModelInputs, readInputs } from './inputs/model-inputs.js';
import { withSources } from './inputs/pretrained-files.js';
import { loadModel, modelKey } from './record/stored-model.js';
import type { BuildContext, BuildResult, BuiltModel, ModelResult } from './result.js';
import { type BuildSession, openSession } from './session.js';

/** A teacher in the place of a student that is not there yet. Nothing was measured of it. */
export interface StandIn {
  readonly model: string;
  /** Name of the target. */
  readonly target: string;
  readonly runtime: Runtime;
  readonly threads: number;
  /** The teacher as a student would be emitted: in normal form, in one file. */
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** Why no student could be looked for; undefined when there is none. */
  readonly reason: string | undefined;
  /**
   * What the store will have as soon as there is a student; undefined where that is not known, or where a budget is
   * missed.
   */
  readonly awaited: string | undefined;
}

export interface ModelsAtHand extends BuildResult {
  readonly standIns: readonly StandIn[];
}

/**
 * What can be had at once, for development: models whose students the store has, and for every target of the others the
 * teacher. Budgets that are missed under `onMiss: 'error'` make the teacher stand in too, and are reported as warnings.
 * Trains and measures nothing, and does not wait for a build that is under way.
 *
 * @throws BespokeError for inputs that cannot be used; the signal's reason when aborted.
 */
export async function modelsAtHand(plan: BuildPlan, context: BuildContext): Promise<ModelsAtHand> {
  context.signal.throwIfAborted();
  const session = openSession(plan, context, openStore(plan.cacheDirectory));
  const allInputs: ModelInputs[] = [];
  const models: ModelResult[] = [];
  const standIns: StandIn[] = [];
  const missed: BuildResult['missed'][number][] = [];
  try {
    for (const model of plan.models) {
      const inputs = await readInputs(plan, model, context.signal);
      allInputs.push(inputs);
      const { built, ...why } = await lookUp(session, model, inputs);
      for (const each of built?.missed ?? []) missed.push({ ...each, onMiss: 'warn' });
      if (built?.missed.every(({ onMiss }) => onMiss === 'warn'))
        models.push(withSources(built.result, inputs.sources));
      else standIns.push(...(await teacherFor(session, model, inputs.members, why)));
    }
  } finally {
    await session.close();
  }
  return {
    models,
    standIns,
    missed,
    dependencies: dependenciesOf(plan, allInputs),
    cached: true,
  };
}

/** What names the device of a target may be out of reach, a browser for one: then there is no key. */
async function lookUp(
  session: BuildSession,
  model: ModelPlan,
  inputs: ModelInputs,
): Promise<{ readonly built: BuiltModel | undefined } & Pick<StandIn, 'reason' | 'awaited'>> {
  try {
    const key = await modelKey(session, model, inputs);
    const built = await loadModel(session, key);
    return { built, reason: undefined, awaited: built === undefined ? key : undefined };
  } catch (error) {
    if (error instanceof BespokeError) return { built: undefined, reason: error.message, awaited: undefined };
    throw error;
  }
}

async function teacherFor(
  session: BuildSession,
  model: ModelPlan,
  digests: readonly string[],
  why: Pick<StandIn, 'reason' | 'awaited'>,
): Promise<StandIn[]> {
  const [teacher] = await loadMembers(session, { ...model, pool: [] }, digests);
  const bytes = emitted(teacher, teacher.graph);
  const digest = sha256(bytes);
  return session.plan.targets.map(({ name, runtime, threads }) => ({
    model: model.name,
    target: name,
    runtime,
    threads,
    bytes,
    sha256: digest,
    ...why,
  }));
}
