import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildPlan, ModelPlan } from '../config/plan.js';
import { fingerprint } from '../data/fingerprint.js';
import { machineId } from '../measure/machine-id.js';
import { readModelFile } from '../runtime/model-file.js';
import { keyOf } from '../store/key.js';

/** Content of all that a model's result is made from. */
export interface ModelInputs {
  /** sha256 of each file, teacher first. */
  readonly members: readonly string[];
  readonly teacherBytes: number;
  readonly train: string;
  readonly validation: string;
  /** sha256 of the quality module. */
  readonly quality: string | null;
  /** To be watched: model files and what lies beside them. */
  readonly files: readonly string[];
}

/** Reads models whole and of data only what its memo does not know; opens nothing. */
export async function readInputs(plan: BuildPlan, model: ModelPlan): Promise<ModelInputs> {
  const memo = join(plan.cacheDirectory, 'fingerprints.json');
  const files = await Promise.all([model.teacher, ...model.pool].map((path) => readModelFile(path)));
  const [train, validation] = [
    await fingerprint(model.train, { memo }),
    await fingerprint(model.validation, { memo }),
  ];
  const module = model.quality.metric === 'module' ? model.quality.path : undefined;
  return {
    members: files.map(({ digest }) => digest),
    teacherBytes: files[0].bytes.length,
    train,
    validation,
    quality:
      module === undefined
        ? null
        : createHash('sha256')
            .update(await readFile(module))
            .digest('hex'),
    files: [...files.flatMap(({ files: each }) => each), ...(module === undefined ? [] : [module])],
  };
}

/** The key of a model's whole result: when the store has it, nothing is opened. */
export function resultKey(plan: BuildPlan, model: ModelPlan, inputs: ModelInputs): string {
  const { effort, search, seed, engine } = plan;
  const { layout, scale, mean, std, size, augment } = model.input;
  const { path: _train, ...train } = model.train;
  const { path: _validation, ...validation } = model.validation;
  return keyOf('model', 1, {
    name: model.name,
    members: inputs.members,
    train: inputs.train,
    validation: inputs.validation,
    sources: [train, validation].map((source) => JSON.stringify(source)),
    input: { layout, scale, mean, std, size: size ?? null, augment: { ...augment } },
    metric: model.quality.metric,
    quality: inputs.quality,
    targets: plan.targets.map(({ name, runtime, threads, budgets, onMiss }) => ({
      name,
      runtime,
      threads,
      onMiss,
      budgets: budgets.map(({ metric, limit, unit }) => ({ metric, limit, unit })),
    })),
    effort: { ...effort },
    search: search.strategy,
    engine,
    seed,
    machine: machineId(),
  });
}
