import { relative, sep } from 'node:path';
import type { StandIn } from '../pipeline/models-at-hand.js';
import type { Artifact, ModelResult, QualityEntry } from '../pipeline/result.js';
import type { AssetSource, Bundler, Compilation } from './bundler.js';
import { filePath } from './file-path.js';
import type { ImportedQuality } from './imported-model.js';
import { type FiledTarget, modelModule } from './model-module.js';
import type { PluginBuild } from './plugin-build.js';

/** A model file as it is emitted. */
export interface ModelAsset {
  readonly model: string;
  readonly target: string;
  readonly path: string;
  readonly info: object;
  readonly source: AssetSource;
  readonly sha256: string;
  /** Whose file it is. */
  readonly of: Artifact | StandIn;
}

/** An outcome with names for its files, and the modules that tell them to the app. */
export interface FiledModels {
  /** Without those that missed a budget under `onMiss: 'error'`. */
  readonly models: readonly ModelResult[];
  readonly files: readonly ModelAsset[];
  readonly standIns: readonly StandIn[];
  /** Text by name of the model. */
  readonly modules: ReadonlyMap<string, string>;
}

/**
 * A model with a budget missed under `onMiss: 'error'` is left out, with all its targets. Made once an outcome: hashing
 * takes its time, and bundlers know by the very same source that a file is written already.
 */
export function fileModels(
  bundler: Bundler,
  compilation: Compilation,
  template: string,
  { plan, result }: PluginBuild,
): FiledModels {
  const refused = new Set(result.missed.filter(({ onMiss }) => onMiss === 'error').map(({ model }) => model));
  const models = result.models.filter(({ name }) => !refused.has(name));
  const { RawSource } = bundler.webpack.sources;
  const teachers = new Map(
    plan.models.map(({ name, teacher }) => [name, portable(bundler.context, teacher)]),
  );
  const sources = new Map<Uint8Array, AssetSource>();
  const fileOf = (of: Artifact | StandIn): ModelAsset => {
    const { model, target } = of;
    const bytes = Buffer.from(of.bytes.buffer, of.bytes.byteOffset, of.bytes.byteLength);
    const { path, info } = filePath(bundler, compilation, template, { model, target, bytes });
    const teacher = teachers.get(model);
    const source = sources.get(of.bytes) ?? new RawSource(bytes);
    sources.set(of.bytes, source);
    const label = 'entry' in of ? `${model} for ${target}` : `teacher of ${model}, for ${target}`;
    return {
      model,
      target,
      path,
      info: {
        ...info,
        ...(teacher === undefined ? {} : { sourceFilename: teacher }),
        bespoke: label,
      },
      source,
      sha256: 'entry' in of ? of.entry.sha256 : of.sha256,
      of,
    };
  };
  const { standIns } = result;
  const files = [...models.flatMap(({ artifacts }) => artifacts), ...standIns].map(fileOf);
  const targetsOf = (name: string): FiledTarget[] =>
    files
      .filter(({ model }) => model === name)
      .sort((a, b) => (a.target < b.target ? -1 : 1))
      .map(targetOf);
  const modules = new Map<string, string>();
  for (const { name, teacher } of models) {
    const { sizeBytes, quality } = teacher;
    const shown = { sizeBytes, quality: qualityOf(quality) };
    modules.set(name, modelModule({ name, teacher: shown, targets: targetsOf(name) }));
  }
  for (const name of new Set(standIns.map(({ model }) => model)))
    modules.set(name, modelModule({ name, targets: targetsOf(name) }));
  return { models, files, standIns, modules };
}

function targetOf({ path, sha256, of }: ModelAsset): FiledTarget {
  const { runtime, threads } = 'entry' in of ? of.entry : of;
  const file = {
    name: of.target,
    path,
    runtime,
    threads,
    sizeBytes: of.bytes.length,
    sha256,
    integrity: `sha256-${Buffer.from(sha256, 'hex').toString('base64')}`,
  };
  if (!('entry' in of)) return { ...file, standIn: true };
  const { teacher, student, predicted } = of.entry.latencyMs;
  const latencyMs = { teacher, student, ...(predicted === undefined ? {} : { predicted: true as const }) };
  return { ...file, latencyMs, quality: qualityOf(of.entry.quality) };
}

const qualityOf = ({ metric, value }: QualityEntry): ImportedQuality => ({ metric, value });

const portable = (from: string, to: string): string => relative(from, to).split(sep).join('/');
