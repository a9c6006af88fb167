import { basename } from 'node:path';
import { loadPlan } from '../config/load-plan.js';
import type { BuildPlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';
import type { ModelsAtHand, StandIn } from '../pipeline/models-at-hand.js';
import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import { missedBudget } from '../pipeline/record/missed-budget.js';
import type { BuildContext, BuildResult } from '../pipeline/result.js';
import type { Bundler, Compilation } from './bundler.js';
import { compilationError } from './compilation-error.js';
import { configPlaces } from './config-places.js';
import { type FiledModels, fileModels } from './filed-models.js';
import type { PluginPlan } from './options.js';
import type { PluginBuild } from './plugin-build.js';
import { reportProgress } from './report-progress.js';
import { teachersStandIn } from './teachers-stand-in.js';
import { untilClosed } from './until-closed.js';
import { isWatched, pathsOf, type WatchedPaths, watchable } from './watched-paths.js';

/** Where models come from. */
export interface Builds {
  readonly build: (plan: BuildPlan, context: BuildContext) => Promise<BuildResult>;
  /** At once, for development. */
  readonly atHand: (plan: BuildPlan, context: BuildContext) => Promise<ModelsAtHand>;
  /** Whether students have come where teachers stood in. */
  readonly isFittedSince: (plan: BuildPlan, standIns: readonly StandIn[]) => Promise<boolean>;
}

type DrawReport = (models: readonly BuiltModelReport[]) => string;

/** Makes the models of one plugin for one compiler, and keeps them from one compilation to the next. */
export class ModelsStep {
  readonly #name: string;
  readonly #bundler: Bundler;
  readonly #options: PluginPlan;
  readonly #builds: Builds;
  readonly #controller = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** Undefined until a build came to something, and after one that failed. */
  #outcome: PluginBuild | undefined;
  #filed: FiledModels | undefined;
  #drawReport: DrawReport | undefined;
  #error: unknown;
  #watched: WatchedPaths = { files: [], directories: [] };

  constructor(name: string, bundler: Bundler, options: PluginPlan, builds: Builds) {
    this.#name = name;
    this.#bundler = bundler;
    this.#options = options;
    this.#builds = builds;
  }

  /**
   * Makes the models unless they are made and nothing that they depend on has changed. `changed` are the paths that
   * start the compilation; undefined when the bundler does not know. Never rejects: what goes wrong is told by {@link
   * report}.
   */
  prepare(changed: readonly string[] | undefined): Promise<void> {
    this.#running = this.#prepare(changed);
    return this.#running;
  }

  /** Stops the build under way; resolves when its processes and its lock are gone. */
  async shutdown(): Promise<void> {
    this.#controller.abort(stopped());
    await this.#running;
  }

  /** Names of all models of the configuration; undefined when the build failed. */
  get names(): readonly string[] | undefined {
    return this.#outcome?.plan.models.map(({ name }) => name);
  }

  /** Undefined when the build failed. */
  filed(compilation: Compilation): FiledModels | undefined {
    if (this.#outcome !== undefined)
      this.#filed ??= fileModels(this.#bundler, compilation, this.#options.filename, this.#outcome);
    return this.#filed;
  }

  /** Undefined where no report is asked for, and until something was made. */
  get drawReport(): DrawReport | undefined {
    return this.#drawReport;
  }

  /** Adds errors, warnings and what has to be watched to a compilation. */
  report(compilation: Compilation): void {
    const { context } = this.#bundler;
    if (this.#outcome === undefined) {
      const { inline, config } = this.#options.origin;
      const places = inline === undefined ? configPlaces(context, config) : { found: [], missing: [] };
      const configFile = places.found.find((path) => basename(path) !== 'package.json');
      const error = this.#controller.signal.aborted ? stopped() : this.#error;
      compilation.errors.push(compilationError(error, context, configFile));
      // The configuration may not have loaded, and then nothing says what it depends on.
      for (const path of places.found) compilation.fileDependencies.add(path);
      for (const path of places.missing) compilation.missingDependencies.add(path);
    } else {
      const { plan, result } = this.#outcome;
      for (const missed of result.missed) {
        const list = missed.onMiss === 'error' ? compilation.errors : compilation.warnings;
        list.push(compilationError(missedBudget(missed), context, plan.configFile));
      }
      const source = result.cached ? 'from the cache' : 'made in this build';
      compilation
        .getLogger(this.#name)
        .log(`models ${plan.models.map(({ name }) => name).join(', ')} ${source}`);
      for (const warning of teachersStandIn(result.standIns))
        compilation.warnings.push(compilationError(warning, context, plan.configFile));
    }
    for (const path of this.#watched.files) compilation.fileDependencies.add(path);
    for (const path of this.#watched.directories) compilation.contextDependencies.add(path);
  }

  async #prepare(changed: readonly string[] | undefined): Promise<void> {
    const relevant = changed?.filter((path) => isWatched(this.#watched, path));
    const earlier = this.#outcome;
    const fitted =
      earlier !== undefined &&
      earlier.result.standIns.length > 0 &&
      (await this.#builds.isFittedSince(earlier.plan, earlier.result.standIns));
    if (earlier !== undefined && relevant?.length === 0 && !fitted) return;
    this.#outcome = undefined;
    this.#error = undefined;
    try {
      const plan = await loadPlan({ ...this.#options.origin, cwd: this.#bundler.context });
      if (!fitted && earlier !== undefined && relevant?.every((path) => path === earlier.plan.configFile)) {
        // A comment in the config, or another order of its keys.
        if (textOf(earlier.plan) === textOf(plan)) {
          this.#outcome = { ...earlier, plan };
          this.#watched = watchable(plan, pathsOf(plan), earlier.result.dependencies);
          return;
        }
      }
      this.#filed = undefined;
      this.#outcome = await untilClosed(this.#bundler, this.#controller, () => this.#make(plan));
    } catch (error) {
      this.#filed = undefined;
      this.#error = error;
    }
  }

  async #make(plan: BuildPlan): Promise<PluginBuild> {
    const named = pathsOf(plan);
    this.#watched = watchable(plan, named);
    const logger = this.#bundler.getInfrastructureLogger(this.#name);
    const clock = () => performance.now();
    const context: BuildContext = {
      signal: this.#controller.signal,
      onProgress: reportProgress(this.#bundler, this.#name, clock),
      onWarning: (message) => logger.warn(message),
      clock,
    };
    const atOnce = this.#bundler.options.mode === 'development' && this.#options.development === 'teacher';
    const result = atOnce
      ? await this.#builds.atHand(plan, context)
      : { ...(await this.#builds.build(plan, context)), standIns: [] };
    // Loaded when it is needed: what draws the plots is large.
    if (this.#options.report) this.#drawReport = (await import('../report/report-html.js')).reportHtml;
    this.#watched = watchable(plan, named, result.dependencies);
    return { plan, result };
  }
}

/** All of a plan but where it was read from. */
const textOf = ({ configDependencies: _, ...plan }: BuildPlan): string => JSON.stringify(plan);

const stopped = (): BespokeError =>
  new BespokeError({
    code: 'BUILD_STOPPED',
    what: 'the build of the models was stopped; no model was emitted',
    next: 'Finished work is in the cache: the next build continues from there.',
  });
