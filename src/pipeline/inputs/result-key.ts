import type { BuildPlan, ModelPlan, TargetPlan } from '../../config/plan.js';
import { settingsOf } from '../../config/sources.js';
import { machineId } from '../../measure/machine-id.js';
import { keyOf } from '../../store/key.js';
import type { KeyPart } from '../../store/store.js';
import type { ModelInputs } from './model-inputs.js';

/**
 * How each field of a plan gets into the key of a model's result: 'as it is'; 'by content', where it names files or a
 * device whose content counts; 'in part', see {@link resultKey}; or not at all, with the reason. A field that is
 * missing here is a type error, so none can be forgotten.
 */
type Fields<Plan> = Readonly<
  Record<keyof Plan, 'as it is' | 'by content' | 'in part' | { readonly leftOut: string }>
>;

export const BUILD_FIELDS: Fields<BuildPlan> = {
  configFile: { leftOut: 'its values count, not where they come from' },
  configDependencies: { leftOut: 'likewise' },
  models: 'in part',
  targets: 'in part',
  effort: 'as it is',
  wallClock: 'in part',
  alternatives: 'as it is',
  search: 'as it is',
  engine: 'as it is',
  seed: 'as it is',
  cacheDirectory: { leftOut: 'says where results are kept' },
  remote: { leftOut: 'likewise' },
  farm: { leftOut: 'decides speed only' },
  browser: { leftOut: 'the identity of the device says which browser measures' },
  workers: { leftOut: 'decides speed only, but where a wall clock is given' },
  memory: { leftOut: 'likewise' },
};

export const MODEL_FIELDS: Fields<ModelPlan> = {
  name: 'as it is',
  teacher: 'by content',
  pool: 'by content',
  licences: { leftOut: 'are looked up anew for every build' },
  train: 'by content',
  validation: 'by content',
  input: 'as it is',
  quality: 'by content',
};

export const TARGET_FIELDS: Fields<TargetPlan> = {
  name: 'as it is',
  runtime: 'as it is',
  threads: 'as it is',
  precision: 'as it is',
  budgets: 'in part',
  onMiss: 'as it is',
  profile: 'by content',
  onUnprofiled: 'in part',
};

/**
 * The key of a model's whole result: when the store has it, nothing is opened. It holds every field of the plan as
 * {@link BUILD_FIELDS}, {@link MODEL_FIELDS} and {@link TARGET_FIELDS} say, and the content of the inputs.
 *
 * @param devices identity of what measures each target, in their order
 */
export function resultKey(
  plan: BuildPlan,
  model: ModelPlan,
  inputs: Pick<ModelInputs, 'members' | 'train' | 'validation' | 'quality'>,
  devices: readonly string[],
): string {
  const { wallClock, workers, memory } = plan;
  return keyOf('model', 17, {
    plan: asItIs(plan, BUILD_FIELDS),
    model: asItIs(model, MODEL_FIELDS),
    targets: plan.targets.map((target, index) => ({
      ...asItIs(target, TARGET_FIELDS),
      budgets: target.budgets.map(({ metric, limit, unit }) => ({ metric, limit, unit })),
      device: devices[index],
      onUnprofiled: target.profile === undefined ? null : target.onUnprofiled,
    })),
    // A wall clock is fitted to the speed of training.
    wallClock: wallClock === undefined ? null : { ...wallClock, workers, memory, machine: machineId() },
    members: inputs.members,
    samples: [
      { content: inputs.train, settings: settingsOf(model.train) },
      { content: inputs.validation, settings: settingsOf(model.validation) },
    ],
    quality: { metric: model.quality.metric, module: inputs.quality },
  });
}

function asItIs<Plan extends object>(plan: Plan, fields: Fields<Plan>): Readonly<Record<string, KeyPart>> {
  const names = (Object.keys(fields) as (keyof Plan & string)[]).filter(
    (name) => fields[name] === 'as it is',
  );
  return Object.fromEntries(names.map((name) => [name, keyPart(plan[name])]));
}

/** Without undefined, which JSON does not have: null stands for it. */
function keyPart(value: unknown): KeyPart {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return value as KeyPart;
  if (Array.isArray(value)) return value.map(keyPart);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, keyPart(part)]));
}
