import type { ModelPlan } from '../../config/plan.js';
import type { ModelInputs } from '../inputs/model-inputs.js';
import { resultKey } from '../inputs/result-key.js';
import type { Artifact, BuiltModel } from '../result.js';
import { type BuildSession, encodeJson } from '../session.js';

/** A finished model as the store has it: files under their own keys, everything else as JSON. */
interface StoredModel {
  readonly built: Omit<BuiltModel, 'result'> & {
    readonly result: Omit<BuiltModel['result'], 'artifacts'> & {
      readonly artifacts: readonly Omit<Artifact, 'bytes'>[];
    };
  };
}

const fileKey = (key: string, { target }: Pick<Artifact, 'target'>): string => `${key}-${target}`;

export async function saveModel(
  { store }: BuildSession,
  key: string,
  { result, missed }: BuiltModel,
): Promise<void> {
  for (const artifact of result.artifacts) await store.put(fileKey(key, artifact), artifact.bytes);
  const artifacts = result.artifacts.map(({ model, target, entry }) => ({ model, target, entry }));
  await store.put(
    key,
    encodeJson({ built: { missed, result: { ...result, artifacts } } } satisfies StoredModel),
  );
}

/** @returns undefined when any part of it is missing or damaged. */
export async function loadModel({ store }: BuildSession, key: string): Promise<BuiltModel | undefined> {
  const bytes = await store.get(key);
  if (bytes === undefined) return undefined;
  const { built } = JSON.parse(Buffer.from(bytes).toString()) as StoredModel;
  const artifacts: Artifact[] = [];
  for (const artifact of built.result.artifacts) {
    const file = await store.get(fileKey(key, artifact));
    if (file === undefined) return undefined;
    artifacts.push({ ...artifact, bytes: file });
  }
  return { ...built, result: { ...built.result, artifacts } };
}

/** See `resultKey`. */
export async function modelKey(
  session: BuildSession,
  model: ModelPlan,
  inputs: ModelInputs,
): Promise<string> {
  const { plan } = session;
  const sources = await Promise.all(plan.targets.map((target) => session.latency(target)));
  const devices = sources.map(({ identity }) => identity);
  return resultKey(plan, model, inputs, devices);
}
