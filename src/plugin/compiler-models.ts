import { MANIFEST_FILE, manifestOf, manifestText } from '../build/manifest.js';
import { didYouMean } from '../config/nearest.js';
import { BespokeError } from '../errors.js';
import type { Bundler, Compilation } from './bundler.js';
import { compilationError } from './compilation-error.js';
import type { FiledModels, ModelFile } from './filed-models.js';
import { missingModule } from './model-module.js';
import type { ModelsStep } from './models-step.js';
import { ReportAsset } from './report-asset.js';

/** The models of all plugins of one compiler: one manifest, one set of importable names. */
export class CompilerModels {
  readonly #bundler: Bundler;
  readonly #steps: ModelsStep[] = [];
  readonly #report = new ReportAsset();

  constructor(bundler: Bundler) {
    this.#bundler = bundler;
  }

  add(step: ModelsStep): void {
    this.#steps.push(step);
  }

  /** One after the other, since latency is measured. */
  async prepare(changed: readonly string[] | undefined): Promise<void> {
    for (const step of this.#steps) await step.prepare(changed);
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#steps.map((step) => step.shutdown()));
  }

  /**
   * The text of `bespoke:NAME`. What was not made because of an error that the compilation has is a module that throws.
   * @throws BespokeError MODEL_UNKNOWN.
   */
  moduleText(name: string, compilation: Compilation): string {
    for (const step of this.#steps) {
      const text = step.filed(compilation)?.modules.get(name);
      if (text !== undefined) return text;
    }
    const names = this.#steps.map((step) => step.names);
    if (names.some((known) => known === undefined || known.includes(name))) return missingModule(name);
    const known = [...new Set(names.flatMap((each) => each ?? []))].sort();
    throw new BespokeError({
      code: 'MODEL_UNKNOWN',
      what: 'no model of this name in the configuration',
      where: `bespoke:${name}`,
      value: name,
      accepted: known.map((each) => `'bespoke:${each}'`).join(', '),
      next: didYouMean(name, known),
    });
  }

  /** Adds the files, the manifest and all that there is to tell. */
  emit(compilation: Compilation): void {
    for (const step of this.#steps) step.report(compilation);
    try {
      const filed = this.#steps.flatMap((step) => step.filed(compilation) ?? []);
      refuseClashes(filed);
      emitFiles(this.#bundler, compilation, filed);
      const draw = this.#steps.find(({ drawReport }) => drawReport !== undefined)?.drawReport;
      if (draw !== undefined) this.#report.emit(this.#bundler, compilation, filed, draw);
    } catch (error) {
      compilation.errors.push(compilationError(error, this.#bundler.context));
    }
  }
}

function emitFiles(bundler: Bundler, compilation: Compilation, filed: readonly FiledModels[]): void {
  const files = filed.flatMap((each) => each.files);
  if (files.length === 0) return;
  const paths = new Map(files.map(({ of, path }) => [of, path]));
  const unique = new Map(files.map((file) => [file.path, file]));
  for (const { path, source, info } of unique.values()) compilation.emitAsset(path, source, info);
  const standIns = filed
    .flatMap((each) => each.standIns)
    .map((each) => ({
      model: each.model,
      name: each.target,
      runtime: each.runtime,
      threads: each.threads,
      file: paths.get(each)!,
      sha256: each.sha256,
      sizeBytes: each.bytes.length,
    }));
  const models = filed.flatMap((each) => each.models);
  const manifest = manifestOf({ models }, (artifact) => paths.get(artifact)!, standIns);
  const { RawSource } = bundler.webpack.sources;
  compilation.emitAsset(MANIFEST_FILE, new RawSource(Buffer.from(manifestText(manifest))));
}

/** Several plugins of one compiler may share neither a model's name nor, with other content, a file's. */
function refuseClashes(filed: readonly FiledModels[]): void {
  const owners = new Map<string, FiledModels>();
  const byPath = new Map<string, ModelFile>();
  for (const each of filed) {
    for (const name of each.modules.keys()) {
      if (owners.has(name))
        throw clash(
          'two plugins of this compiler make a model of this name',
          name,
          'Give one of them another name.',
        );
      owners.set(name, each);
    }
    for (const file of each.files) {
      const other = byPath.get(file.path);
      if (other !== undefined && other.sha256 !== file.sha256)
        throw clash(
          `model '${other.model}' for '${other.target}' and model '${file.model}' for '${file.target}' get the same file name`,
          file.path,
          'Put [contenthash], or something between [name] and [target], into the filename of the plugin.',
        );
      byPath.set(file.path, file);
    }
  }
}

const clash = (what: string, value: string, next: string): BespokeError =>
  new BespokeError({ code: 'MODEL_CLASH', what: `${what}; no model was emitted`, value, next });
