import { didYouMean } from '../config/nearest.js';
import { BespokeError } from '../errors.js';
import { assertNoClashes } from './assert-no-clashes.js';
import type { Bundler, Compilation } from './bundler.js';
import { compilationError } from './compilation-error.js';
import { emitFiles } from './emit-files.js';
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
      assertNoClashes(filed);
      emitFiles(this.#bundler, compilation, filed);
      const draw = this.#steps.find(({ drawReport }) => drawReport !== undefined)?.drawReport;
      if (draw !== undefined) this.#report.emit(this.#bundler, compilation, filed, draw);
    } catch (error) {
      compilation.errors.push(compilationError(error, this.#bundler.context));
    }
  }
}
