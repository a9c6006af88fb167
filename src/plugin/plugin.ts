import { defineConfig } from '../config/define-config.js';
import type { BespokeConfig } from '../config/gen/config-schema.js';
import type { Bundler } from './bundler.js';
import { CompilerModels } from './compiler-models.js';
import { EmittedModels } from './emitted-models.js';
import { optionsOf, type PluginOptions, type PluginPlan } from './options.js';
import { type Builds, PreparedModels } from './prepared-models.js';
import { provideModules } from './provide-modules.js';

/** Loaded when it is needed: most compilations of a watching build nothing. */
const lazily: Builds = {
  build: async (plan, context) => (await import('../pipeline/build.js')).build(plan, context),
  atHand: async (plan, context) =>
    (await import('../pipeline/models-at-hand.js')).modelsAtHand(plan, context),
  isFittedSince: async (plan, standIns) =>
    (await import('../pipeline/is-fitted-since.js')).isFittedSince(plan, standIns),
};

const pluginName = 'BespokePlugin';

/** Where a compiler carries its models, for the plugins of it that come later. */
const models = Symbol('bespoke models');

interface CarryingBundler extends Bundler {
  [models]?: CompilerModels;
}

/**
 * Plugin for webpack 5 and Rspack 2: fits the models of the configuration to its targets, adds the files and
 * `bespoke-manifest.json` to the compilation, and lets the app import them as `bespoke:NAME`. A missed budget is an
 * error or a warning of the compilation, as `onMiss` says.
 *
 * The build runs before modules are built, because latency is measured on the same machine and modules tell what it
 * came to. What the cache directory holds is not made again, so compilers that need the same models at the same time
 * share the work: the first holds the directory's lock, the others find its results.
 */
export class BespokePlugin {
  /** For `const { BespokePlugin } = require('bespoke-webpack-plugin')`, where the package is this class. */
  static readonly BespokePlugin: typeof BespokePlugin = BespokePlugin;
  static readonly defineConfig: typeof defineConfig = defineConfig;

  readonly #options: PluginPlan;
  readonly #builds: Builds;

  /**
   * @param options path of the config file, {@link PluginOptions}, or a configuration; without it `bespoke.config.*` is
   *   searched for.
   * @param builds for tests.
   * @throws BespokeError PLUGIN_OPTIONS.
   */
  constructor(options?: string | PluginOptions | BespokeConfig, builds: Partial<Builds> = {}) {
    this.#options = optionsOf(options);
    this.#builds = { ...lazily, ...builds };
  }

  apply(bundler: CarryingBundler): void {
    bundler[models] ??= install(bundler);
    const prepared = new PreparedModels(pluginName, bundler, this.#options, this.#builds);
    const emitted = new EmittedModels(pluginName, bundler, this.#options, prepared);
    bundler[models].add({ prepared, emitted });
  }
}

function install(bundler: Bundler): CompilerModels {
  const all = new CompilerModels(bundler);
  const { run, watchRun, thisCompilation, shutdown } = bundler.hooks;
  const stage = bundler.webpack.Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL;
  run.tapPromise(pluginName, () => all.prepare(undefined));
  watchRun.tapPromise(pluginName, ({ modifiedFiles, removedFiles }) =>
    all.prepare(modifiedFiles && [...modifiedFiles, ...(removedFiles ?? [])]),
  );
  provideModules(pluginName, bundler, (name, compilation) => all.moduleText(name, compilation));
  // Child compilers do not inherit this hook.
  thisCompilation.tap(pluginName, (compilation) => {
    compilation.hooks.processAssets.tap({ name: pluginName, stage }, () => all.emit(compilation));
    compilation.hooks.statsPrinter.tap(pluginName, ({ hooks }) => {
      hooks.print.for('asset.info.bespoke').tap(pluginName, (label) => `[${String(label)}]`);
    });
  });
  shutdown.tapPromise(pluginName, () => all.shutdown());
  return all;
}
