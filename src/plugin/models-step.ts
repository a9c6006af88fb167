import { missedBudget } from '../build/missed-budget.js';
import type { BuildContext, BuildResult } from '../build/result.js';
import { loadPlan } from '../config/load-plan.js';
import type { BuildPlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';
import type { Bundler, Compilation } from './bundler.js';
import { compilationError } from './compilation-error.js';
import { configPlaces } from './config-places.js';
import { emitResult } from './emit-result.js';
import type { ConfigOrigin } from './options.js';
import { reportProgress } from './report-progress.js';
import { untilClosed } from './until-closed.js';
import { isWatched, pathsOf, type WatchedPaths, watchable } from './watched-paths.js';

export type Build = (plan: BuildPlan, context: BuildContext) => Promise<BuildResult>;

interface Outcome {
  readonly plan: BuildPlan;
  readonly result: BuildResult;
}

/** The step that adds the models to the compilations of one compiler, and what it keeps from one to the next. */
export class ModelsStep {
  readonly #name: string;
  readonly #bundler: Bundler;
  readonly #origin: ConfigOrigin;
  readonly #build: Build;
  readonly #controller = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** Undefined when it has to be made again: nothing built yet, failed, or something that it depends on has changed. */
  #outcome: Outcome | undefined;
  #watched: WatchedPaths = { files: [], directories: [] };

  constructor(name: string, bundler: Bundler, origin: ConfigOrigin, build: Build) {
    this.#name = name;
    this.#bundler = bundler;
    this.#origin = origin;
    this.#build = build;
  }

  /** `changed` are the paths that started the compilation; undefined when the bundler does not know. */
  begin(changed: readonly string[] | undefined): void {
    if (!changed || changed.some((path) => isWatched(this.#watched, path))) this.#outcome = undefined;
  }

  /** Never rejects: what goes wrong is an error of the compilation. */
  processAssets(compilation: Compilation): Promise<void> {
    this.#running = this.#process(compilation);
    return this.#running;
  }

  /** Stops the build under way; resolves when its processes and its lock are gone. */
  async shutdown(): Promise<void> {
    this.#controller.abort(stopped());
    await this.#running;
  }

  async #process(compilation: Compilation): Promise<void> {
    try {
      this.#outcome ??= await untilClosed(this.#bundler, this.#controller, () => this.#make());
      const { plan, result } = this.#outcome;
      for (const missed of result.missed) {
        const list = missed.onMiss === 'error' ? compilation.errors : compilation.warnings;
        list.push(compilationError(missedBudget(missed)));
      }
      emitResult(this.#bundler, compilation, plan, result);
    } catch (error) {
      const { signal } = this.#controller;
      compilation.errors.push(compilationError(signal.aborted ? stopped() : error));
      // The configuration may not have loaded, and then nothing says what it depends on.
      if (this.#origin.inline === undefined) {
        const { found, missing } = configPlaces(this.#bundler.context, this.#origin.config);
        for (const path of found) compilation.fileDependencies.add(path);
        for (const path of missing) compilation.missingDependencies.add(path);
      }
    }
    for (const path of this.#watched.files) compilation.fileDependencies.add(path);
    for (const path of this.#watched.directories) compilation.contextDependencies.add(path);
  }

  async #make(): Promise<Outcome> {
    const plan = await loadPlan({ ...this.#origin, cwd: this.#bundler.context });
    const named = pathsOf(plan);
    this.#watched = watchable(plan, named);
    const logger = this.#bundler.getInfrastructureLogger(this.#name);
    const clock = () => performance.now();
    const result = await this.#build(plan, {
      signal: this.#controller.signal,
      onProgress: reportProgress(this.#bundler, this.#name, clock),
      onWarning: (message) => logger.warn(message),
      clock,
    });
    this.#watched = watchable(plan, named, result.dependencies);
    return { plan, result };
  }
}

const stopped = (): BespokeError =>
  new BespokeError({
    code: 'BUILD_STOPPED',
    what: 'the build of the models was stopped; no model was emitted',
    next: 'What was finished is in the cache: the next build goes on from there.',
  });
