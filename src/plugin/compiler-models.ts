import { didYouMean } from '../config/nearest.js';
import { BespokeError } from '../errors.js';
import { assertNoClashes } from './assert-no-clashes.js';
import type { Bundler, Compilation } from './bundler.js';
import { compilationError } from './compilation-error.js';
import { emitFiles } from './emit-files.js';
import type { EmittedModels } from './emitted-models.js';
import { missingModule } from './model-module.js';
import type { PreparedModels } from './prepared-models.js';
import { ReportAsset } from './report-asset.js';

interface PluginModels {
  readonly prepared: PreparedModels;
  readonly emitted: EmittedModels;
}

/** The models of all plugins of one compiler: one manifest, one set of importable names. */
export class CompilerModels {
  readonly #bundler: Bundler;
  readonly #plugins: PluginModels[] = [];
  readonly #report = new ReportAsset();

  constructor(bundler: Bundler) {
    this.#bundler = bundler;
  }

  add(plugin: PluginModels): void {
    this.#plugins.push(plugin);
  }

  /** One after the other, since latency is measured. */
  async prepare(changed: readonly string[] | undefined): Promise<void> {
    for (const { prepared } of this.#plugins) await prepared.prepare(changed);
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#plugins.map(({ prepared }) => prepared.shutdown()));
  }

  /**
   * The text of `bespoke:NAME`. What was not made because of an error that the compilation has is a module that throws.
   * @throws BespokeError MODEL_UNKNOWN.
   */
  moduleText(name: string, compilation: Compilation): string {
    for (const { emitted } of this.#plugins) {
      const text = emitted.filed(compilation)?.modules.get(name);
      if (text !== undefined) return text;
    }
    const names = this.#plugins.map(({ prepared }) => prepared.built?.plan.models.map((model) => model.name));
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
    for (const { emitted } of this.#plugins) emitted.report(compilation);
    try {
      const filed = this.#plugins.flatMap(({ emitted }) => emitted.filed(compilation) ?? []);
      assertNoClashes(filed);
      emitFiles(this.#bundler, compilation, filed);
      const [draw] = this.#plugins.flatMap(({ prepared }) => prepared.drawReport ?? []);
      if (draw !== undefined) this.#report.emit(this.#bundler, compilation, filed, draw);
    } catch (error) {
      compilation.errors.push(compilationError(error, this.#bundler.context));
    }
  }
}
