import type { BrowserPlan, TargetEnvironment } from '../../config/plan.js';
import { BespokeError } from '../../errors.js';
import type { Comparison, LatencyOptions } from '../compare-latency.js';
import type { FedFile, TimedGroup } from '../latency-source.js';
import type { OutputValues } from '../output-values.js';
import { type BrowserPage, openBrowserPage } from './browser-page.js';
import type { FoundPackage } from './find-package.js';
import { type MeasuringServer, startMeasuringServer } from './measuring-server.js';
import type { DeviceReport } from './protocol.js';
import { StallWatch } from './stall-watch.js';
import { WorkQueue } from './work-queue.js';

const LOOPBACK = '127.0.0.1';
/** A comparison takes a few seconds; a page that needs longer than this for one hangs. */
const HANG_MS = 600_000;
const SOFTWARE_ADAPTER = /^--use-webgpu-adapter=|^--use-vulkan=swiftshader/;

export interface BrowserSetup {
  readonly environment: TargetEnvironment;
  readonly plan: BrowserPlan;
  /** Of the browser. */
  readonly path: string;
  readonly runtimePackage: FoundPackage;
  /** Milliseconds after which a comparison is taken to hang. */
  readonly hangMs?: number | undefined;
}

interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** A browser of this machine that measures; it starts when first needed, and once more when it is lost. */
export class BrowserMeasurer {
  readonly #setup: BrowserSetup;
  readonly #signal: AbortSignal;
  readonly #queue = new WorkQueue(() => performance.now());
  readonly #device: Promise<DeviceReport>;
  readonly #settleDevice: Settle<DeviceReport>;
  readonly #abort = () => void this.close();
  readonly #watch: StallWatch;
  #server: Promise<MeasuringServer> | undefined;
  #page: Promise<BrowserPage> | undefined;
  #closing: Promise<void> | undefined;
  /** Comparisons done when the page was last lost. */
  #lostAt: number | undefined;

  constructor(setup: BrowserSetup, signal: AbortSignal) {
    this.#setup = setup;
    this.#signal = signal;
    let settle: Settle<DeviceReport> | undefined;
    this.#device = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.#settleDevice = settle!;
    this.#device.catch(() => {});
    signal.addEventListener('abort', this.#abort, { once: true });
    const hangMs = setup.hangMs ?? HANG_MS;
    this.#watch = new StallWatch(hangMs, {
      done: () => (this.#queue.current === undefined ? undefined : this.#queue.progress.done),
      onStall: () =>
        void this.#page?.then(
          (page) => page.giveUp(`the page was silent for ${hangMs / 1000} s`),
          () => {},
        ),
    });
  }

  async compare(
    groups: readonly TimedGroup[],
    options: Partial<LatencyOptions>,
  ): Promise<ReadonlyMap<string, Comparison>> {
    this.#signal.throwIfAborted();
    const results = this.#queue.add(groups, options);
    this.#open().catch((error: unknown) => this.#fail(error));
    return results;
  }

  /** What a model gives in the browser. */
  async outputs(file: FedFile): Promise<OutputValues> {
    this.#signal.throwIfAborted();
    const values = this.#queue.run(file);
    this.#open().catch((error: unknown) => this.#fail(error));
    return values;
  }

  /** Of the browser, which starts for it. */
  async version(): Promise<string> {
    return (await this.#open()).version;
  }

  /** What the browser says of itself, once it has opened the page. */
  async device(): Promise<DeviceReport> {
    this.#open().catch((error: unknown) => this.#fail(error));
    return this.#device;
  }

  /** Ends browser and server; what is still asked for is rejected. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#abort);
    this.#watch.end();
    const reason: unknown = this.#signal.aborted ? this.#signal.reason : closedEarly();
    this.#queue.end({ kind: 'stopped', message: 'the build has ended' }, reason);
    this.#settleDevice.reject(reason);
    await this.#page?.then(
      (page) => page.close(),
      () => {},
    );
    await this.#server?.then(
      (server) => server.close(),
      () => {},
    );
  }

  #open(): Promise<BrowserPage> {
    if (this.#page !== undefined) return this.#page;
    const opening = this.#openPage();
    this.#page = opening;
    opening.catch(() => {
      if (this.#page === opening) this.#page = undefined;
    });
    return opening;
  }

  async #openPage(): Promise<BrowserPage> {
    const { environment, plan, path, runtimePackage } = this.#setup;
    this.#server ??= startMeasuringServer({
      environment,
      queue: this.#queue,
      runtimePackage,
      host: LOOPBACK,
      port: 0,
      softwareAdapter: plan.args.some((arg) => SOFTWARE_ADAPTER.test(arg)),
      onVisit: ({ device, refusal }) => {
        if (refusal === undefined) this.#settleDevice.resolve(device);
        else this.#fail(new BespokeError(refusal));
      },
      onFault: (error) => this.#fail(error),
    });
    const address = (await this.#server).invite(LOOPBACK);
    return openBrowserPage(path, address, environment.runtime, plan, {
      onLost: (what) => this.#lost(what),
      onError: (error) => this.#fail(pageFailed(error)),
    });
  }

  /** A comparison whose page is lost is made again once; a second time it has failed. */
  #lost(what: string): void {
    if (this.#closing !== undefined) return;
    this.#page = undefined;
    const { done } = this.#queue.progress;
    const isSecond = this.#lostAt === done;
    this.#lostAt = done;
    if (isSecond) this.#fail(lostTwice(this.#setup.path, what));
    else this.#open().catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.#settleDevice.reject(error);
    this.#queue.fail(error);
  }
}

const lostTwice = (path: string, what: string): BespokeError =>
  new BespokeError({
    code: 'BROWSER_CRASHED',
    what: `${what} twice while it measured the same model`,
    where: path,
    next: 'It may have run out of memory; check that the model runs in a page of this browser.',
  });

const pageFailed = (cause: Error): BespokeError =>
  new BespokeError({ code: 'BROWSER_PAGE', what: `the measuring page failed: ${cause.message}`, cause });

const closedEarly = (): BespokeError =>
  new BespokeError({ code: 'SOURCE_CLOSED', what: 'measuring was stopped before it finished' });
