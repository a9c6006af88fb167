import type { BuildPlan, ModelPlan } from '../config/plan.js';
import type { SharedStore } from '../store/shared-store.js';
import { buildModel } from './build-model.js';
import { inSession } from './in-session.js';
import { dependenciesOf, type ModelInputs, readInputs } from './inputs/model-inputs.js';
import { licenceWarning, withSources } from './inputs/pretrained-files.js';
import { keepLastBuild } from './record/last-build.js';
import { loadModel, modelKey, saveModel } from './record/stored-model.js';
import type { BuildContext, BuildResult, BuiltModel } from './result.js';
import type { BuildSession, OpenSource } from './session.js';
import { withoutSilence } from './still-working.js';

/**
 * The whole job: every model of the plan for every target. What the store has is not made again; a build that is
 * aborted or killed goes on at the last finished step. Budgets that are missed are reported in the result, not thrown.
 *
 * @param openSource what measures latencies live, where a target has no device profile
 * @throws BespokeError for what the user can mend; the signal's reason when aborted.
 */
export async function build(
  plan: BuildPlan,
  context: BuildContext,
  openSource?: OpenSource,
): Promise<BuildResult> {
  const { signal } = context;
  signal.throwIfAborted();
  return withoutSilence(context, (audible) => inSession(plan, audible, buildAll, openSource));
}

async function buildAll(session: BuildSession, settled: SharedStore['settled']): Promise<BuildResult> {
  const { plan } = session;
  const built: BuiltModel[] = [];
  let cached = true;
  const allInputs: ModelInputs[] = [];
  for (const model of plan.models) allInputs.push(await readInputs(plan, model, session.context.signal));
  const warning = licenceWarning(allInputs.flatMap(({ sources }) => sources));
  if (warning !== undefined) session.context.onWarning(warning);
  for (const [index, model] of plan.models.entries()) {
    const inputs = allInputs[index];
    const { result, fromStore } = await modelResult(session, model, inputs);
    cached &&= fromStore;
    built.push({ ...result, result: withSources(result.result, inputs.sources) });
  }
  const result: BuildResult = {
    models: built.map(({ result }) => result),
    missed: built.flatMap(({ missed }) => missed),
    dependencies: dependenciesOf(plan, allInputs),
    cached,
    remote: await settled(),
    farm: session.farmWork(),
  };
  await keepLastBuild(plan, result);
  return result;
}

async function modelResult(
  session: BuildSession,
  model: ModelPlan,
  inputs: ModelInputs,
): Promise<{ result: BuiltModel; fromStore: boolean }> {
  const key = await modelKey(session, model, inputs);
  const stored = await loadModel(session, key);
  if (stored !== undefined) return { result: stored, fromStore: true };
  const result = await buildModel(session, model, inputs);
  await saveModel(session, key, result);
  return { result, fromStore: false };
}
