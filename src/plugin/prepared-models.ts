import { loadPlan } from '../config/load-plan.js';
import type { BuildPlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';
import { elsewhereText } from '../farm/elsewhere.js';
import type { ModelsAtHand, StandIn } from '../pipeline/models-at-hand.js';
import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import type { BuildContext, BuildResult } from '../pipeline/result.js';
import type { Bundler } from './bundler.js';
import type { PluginPlan } from './options.js';
import type { PluginBuild } from './plugin-build.js';
import { reportProgress } from './report-progress.js';
import { isWatched, pathsOf, type WatchedPaths, watchable } from './watched-paths.js';

const pollMs = 200;

/**
 * Runs `work`, and aborts when the bundler is closed while it watches: a compilation is let to end before that is told
 * to anybody, so it is looked for. Signals are the command's affair: those that close the bundler arrive here, and one
 * that ends the process leaves nothing behind that the next build could not use.
 */
async function untilClosed<Result>(
  bundler: Bundler,
  controller: AbortController,
  work: () => Promise<Result>,
): Promise<Result> {
  const { watching } = bundler;
  const isClosed = () =>
    watching !== undefined && (bundler.watching === undefined || ('closed' in watching && watching.closed));
  const poll = setInterval(() => isClosed() && controller.abort(), pollMs);
  try {
    return await work();
  } finally {
    clearInterval(poll);
  }
}

/** Where models come from. */
export interface Builds {
  readonly build: (plan: BuildPlan, context: BuildContext) => Promise<BuildResult>;
  /** At once, for development. */
  readonly atHand: (plan: BuildPlan, context: BuildContext) => Promise<ModelsAtHand>;
  /** Whether students have come where teachers stood in. */
  readonly isFittedSince: (plan: BuildPlan, standIns: readonly StandIn[]) => Promise<boolean>;
}

type DrawReport = (models: readonly BuiltModelReport[]) => string;

/** The models of one plugin for one compiler: made, and kept from one compilation to the next. */
export class PreparedModels {
  readonly #name: string;
  readonly #bundler: Bundler;
  readonly #options: PluginPlan;
  readonly #builds: Builds;
  readonly #controller = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #built: PluginBuild | undefined;
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
   * start the compilation; undefined when the bundler does not know. Never rejects: what goes wrong is {@link error}.
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

  /** Undefined until a build came to something, and after one that failed. */
  get built(): PluginBuild | undefined {
    return this.#built;
  }

  /** Why nothing was built. */
  get error(): unknown {
    return this.#controller.signal.aborted ? stopped() : this.#error;
  }

  /** What the models depend on, as far as it is known; after an error too. */
  get watched(): WatchedPaths {
    return this.#watched;
  }

  /** Undefined where no report is asked for, and until something was made. */
  get drawReport(): DrawReport | undefined {
    return this.#drawReport;
  }

  async #prepare(changed: readonly string[] | undefined): Promise<void> {
    const relevant = changed?.filter((path) => isWatched(this.#watched, path));
    const earlier = this.#built;
    const fitted =
      earlier !== undefined &&
      earlier.result.standIns.length > 0 &&
      (await this.#builds.isFittedSince(earlier.plan, earlier.result.standIns));
    if (earlier !== undefined && relevant?.length === 0 && !fitted) return;
    this.#built = undefined;
    this.#error = undefined;
    try {
      const plan = await loadPlan({ ...this.#options.origin, cwd: this.#bundler.context });
      if (!fitted && earlier !== undefined && relevant?.every((path) => path === earlier.plan.configFile)) {
        // A comment in the config, or another order of its keys.
        if (textOf(earlier.plan) === textOf(plan)) {
          this.#built = { ...earlier, plan };
          this.#watched = watchable(plan, pathsOf(plan), earlier.result.dependencies);
          return;
        }
      }
      this.#built = await untilClosed(this.#bundler, this.#controller, () => this.#make(plan));
    } catch (error) {
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
    const others = elsewhereText(result);
    if (others !== undefined) logger.info(others);
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
