import { basename } from 'node:path';
import { BespokeError } from '../errors.js';
import { missedBudget } from '../pipeline/record/missed-budget.js';
import type { Bundler, Compilation } from './bundler.js';
import { compilationError } from './compilation-error.js';
import { configPlaces } from './config-places.js';
import { type FiledModels, fileModels } from './filed-models.js';
import type { PluginPlan } from './options.js';
import type { PluginBuild } from './plugin-build.js';
import type { PreparedModels } from './prepared-models.js';
import { teachersStandIn } from './teachers-stand-in.js';

/** What the models of one plugin add to each compilation: files, errors, warnings, and what has to be watched. */
export class EmittedModels {
  readonly #name: string;
  readonly #bundler: Bundler;
  readonly #options: PluginPlan;
  readonly #models: PreparedModels;
  #filed: { readonly result: object; readonly models: FiledModels } | undefined;

  constructor(name: string, bundler: Bundler, options: PluginPlan, models: PreparedModels) {
    this.#name = name;
    this.#bundler = bundler;
    this.#options = options;
    this.#models = models;
  }

  /** Names and modules of the files; made once for each build, and undefined when it failed. */
  filed(compilation: Compilation): FiledModels | undefined {
    const { built } = this.#models;
    if (built === undefined) return undefined;
    if (this.#filed?.result !== built.result) {
      const models = fileModels(this.#bundler, compilation, this.#options.filename, built);
      this.#filed = { result: built.result, models };
    }
    return this.#filed.models;
  }

  /** Adds errors, warnings and what has to be watched to a compilation. */
  report(compilation: Compilation): void {
    const { built } = this.#models;
    if (built === undefined) this.#reportError(compilation);
    else this.#reportBuild(compilation, built);
    const { files, directories } = this.#models.watched;
    for (const path of files) compilation.fileDependencies.add(path);
    for (const path of directories) compilation.contextDependencies.add(path);
  }

  #reportError(compilation: Compilation): void {
    const { context } = this.#bundler;
    const { inline, config } = this.#options.origin;
    const places = inline === undefined ? configPlaces(context, config) : { found: [], missing: [] };
    const configFile = places.found.find((path) => basename(path) !== 'package.json');
    compilation.errors.push(compilationError(this.#models.error, context, configFile));
    // The configuration may not have loaded, and then nothing says what it depends on.
    for (const path of places.found) compilation.fileDependencies.add(path);
    for (const path of places.missing) compilation.missingDependencies.add(path);
  }

  #reportBuild(compilation: Compilation, { plan, result }: PluginBuild): void {
    const { context } = this.#bundler;
    for (const missed of result.missed) {
      const list = missed.onMiss === 'error' ? compilation.errors : compilation.warnings;
      list.push(compilationError(missedBudget(missed), context, plan.configFile));
    }
    const source = result.cached ? 'from the cache' : 'made in this build';
    compilation
      .getLogger(this.#name)
      .log(`models ${plan.models.map(({ name }) => name).join(', ')} ${source}`);
    for (const warning of [...teachersStandIn(result.standIns), ...largeFiles(result)])
      compilation.warnings.push(compilationError(warning, context, plan.configFile));
  }
}

/** Static hosts commonly refuse larger files. */
const HOST_LIMIT_BYTES = 25 * 2 ** 20;

const largeFiles = ({ models }: PluginBuild['result']): BespokeError[] =>
  models.flatMap(({ artifacts }) =>
    artifacts
      .filter(({ bytes }) => bytes.length > HOST_LIMIT_BYTES)
      .map(
        ({ model, target, bytes }) =>
          new BespokeError({
            code: 'ASSET_LARGE',
            what: 'the file is larger than many static hosts accept',
            where: `model '${model}', target '${target}'`,
            value: bytes.length,
            accepted: `${HOST_LIMIT_BYTES} bytes (25 MiB)`,
            next: "Add a budget for its size, or let precision have 'float16' or 'int8'.",
          }),
      ),
  );
