import type { BuildPlan, ModelPlan } from '../../config/plan.js';
import { fileDigest } from '../../data/file-digest.js';
import { fingerprint } from '../../data/fingerprint.js';
import { dataSourceOf } from '../../data/sources/registry.js';
import { readModelFile } from '../../runtime/model-file.js';
import type { BuildResult } from '../result.js';
import { type PretrainedFile, pretrainedFiles } from './pretrained-files.js';

/** Content of all that a model's result is made from. */
export interface ModelInputs {
  /** sha256 of each file, teacher first. */
  readonly members: readonly string[];
  /** In the same order. */
  readonly sources: readonly PretrainedFile[];
  readonly teacherBytes: number;
  readonly train: string;
  readonly validation: string;
  /** sha256 of the quality module. */
  readonly quality: string | null;
  /** To be watched: models and the files of their weights, data, modules. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Reads models whole and of data only what its memo does not know; opens nothing. */
export async function readInputs(
  plan: BuildPlan,
  model: ModelPlan,
  signal: AbortSignal,
): Promise<ModelInputs> {
  const options = { memoDirectory: plan.cacheDirectory, signal };
  const models = await Promise.all([model.teacher, ...model.pool].map(readModelFile));
  const module = model.quality.metric === 'module' ? [model.quality.path] : [];
  const sources = await Promise.all(
    [model.train, model.validation].map((source) => dataSourceOf(source).files(source)),
  );
  return {
    members: models.map(({ digest }) => digest),
    sources: pretrainedFiles(model, models),
    teacherBytes: models[0].bytes.length,
    train: await fingerprint(model.train, options),
    validation: await fingerprint(model.validation, options),
    quality: module.length === 0 ? null : fileDigest(module[0]),
    files: [...models.flatMap(({ files }) => files), ...module, ...sources.flatMap(({ files }) => files)],
    folders: sources.flatMap(({ folders }) => folders),
  };
}

/** What a build of these inputs depends on, sorted. */
export function dependenciesOf(plan: BuildPlan, inputs: readonly ModelInputs[]): BuildResult['dependencies'] {
  const sorted = (paths: readonly string[]) => [...new Set(paths)].sort();
  return {
    files: sorted([...plan.configDependencies, ...inputs.flatMap(({ files }) => files)]),
    directories: sorted(inputs.flatMap(({ folders }) => folders)),
  };
}
