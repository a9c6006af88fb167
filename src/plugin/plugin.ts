import { defineConfig } from '../config/define-config.js';
import type { BespokeConfig } from '../config/gen/config-schema.js';
import type { Bundler } from './bundler.js';
import { type Build, ModelsStep } from './models-step.js';
import { type ConfigOrigin, originOf, type PluginOptions } from './options.js';

/** Loaded when it is needed: most compilations of a watching build nothing. */
const buildLazily: Build = async (plan, context) => (await import('../build/build.js')).build(plan, context);

const pluginName = 'BespokePlugin';

/**
 * Plugin for webpack 5 and Rspack 2: fits the models of the configuration to its targets and adds the files and
 * `bespoke-manifest.json` to the compilation. A missed budget is an error or a warning of the compilation, as `onMiss` says.
 *
 * The build runs after the modules have been built, because latency is measured on the same machine. What the
 * cache directory holds is not made again, so compilers that need the same models at the same time share the work:
 * the first holds the directory's lock, the others find its results.
 */
export class BespokePlugin {
  /** For `const { BespokePlugin } = require('bespoke-webpack-plugin')`, where the package is this class. */
  static readonly BespokePlugin: typeof BespokePlugin = BespokePlugin;
  static readonly defineConfig: typeof defineConfig = defineConfig;

  readonly #origin: ConfigOrigin;
  readonly #build: Build;

  /**
   * @param options path of the config file, `{ config }`, or a configuration; without it `bespoke.config.*` is searched for.
   * @param build for tests.
   * @throws BespokeError PLUGIN_OPTIONS.
   */
  constructor(options?: string | PluginOptions | BespokeConfig, build: Build = buildLazily) {
    this.#origin = originOf(options);
    this.#build = build;
  }

  apply(bundler: Bundler): void {
    const step = new ModelsStep(pluginName, bundler, this.#origin, this.#build);
    const { run, watchRun, thisCompilation, shutdown } = bundler.hooks;
    const stage = bundler.webpack.Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL;
    run.tap(pluginName, () => step.begin(undefined));
    watchRun.tap(pluginName, ({ modifiedFiles, removedFiles }) =>
      step.begin(modifiedFiles && [...modifiedFiles, ...(removedFiles ?? [])]),
    );
    // Child compilers do not inherit this hook.
    thisCompilation.tap(pluginName, (compilation) => {
      compilation.hooks.processAssets.tapPromise({ name: pluginName, stage }, () =>
        step.processAssets(compilation),
      );
    });
    shutdown.tapPromise(pluginName, () => step.shutdown());
  }
}
