import { type BuiltModelReport, withoutBytes } from '../pipeline/record/last-build.js';
import type { ModelResult } from '../pipeline/result.js';
import { REPORT_FILE } from '../report/report-file.js';
import type { AssetSource, Bundler, Compilation } from './bundler.js';
import type { FiledModels } from './filed-models.js';

/** The report among the assets of a compiler, drawn anew only when its models are others. */
export class ReportAsset {
  #models: readonly ModelResult[] = [];
  #source: AssetSource | undefined;

  emit(
    bundler: Bundler,
    compilation: Compilation,
    filed: readonly FiledModels[],
    draw: (models: readonly BuiltModelReport[]) => string,
  ): void {
    const models = filed.flatMap((each) => each.models);
    if (models.length === 0) return;
    const isSame =
      models.length === this.#models.length && models.every((model, at) => model === this.#models[at]);
    if (this.#source === undefined || !isSame) {
      const { RawSource } = bundler.webpack.sources;
      this.#source = new RawSource(Buffer.from(draw(withoutBytes({ models }))));
      this.#models = models;
    }
    compilation.emitAsset(REPORT_FILE, this.#source);
  }
}
