/**
 * What the plugin uses of webpack's and Rspack's compilers, in common terms: neither package is imported, not even for
 * its types, because each is an optional peer.
 */
export interface Bundler {
  readonly context: string;
  readonly options: {
    readonly mode?: string | undefined;
    readonly module: { readonly rules: unknown[] };
  };
  /** webpack's has `closed`; Rspack takes it away when it is closed. */
  readonly watching?: object | undefined;
  readonly modifiedFiles?: ReadonlySet<string> | undefined;
  readonly removedFiles?: ReadonlySet<string> | undefined;
  readonly outputPath: string;
  readonly hooks: {
    readonly run: AsyncHook<Bundler>;
    readonly watchRun: AsyncHook<Bundler>;
    readonly compilation: {
      tap(name: string, listener: (compilation: Compilation, factories: Factories) => void): void;
    };
    readonly thisCompilation: {
      tap(name: string, listener: (compilation: Compilation) => void): void;
    };
    readonly shutdown: { tapPromise(name: string, listener: () => Promise<void>): void };
  };
  readonly webpack: BundlerApi;
  getInfrastructureLogger(name: string): Logger;
}

interface AsyncHook<Argument> {
  tapPromise(name: string, listener: (argument: Argument) => Promise<void>): void;
}

interface Factories {
  readonly normalModuleFactory: {
    readonly hooks: {
      readonly resolveForScheme: HookMap<{
        tap(name: string, listener: (resource: { readonly resource: string }) => undefined): void;
      }>;
    };
  };
}

interface HookMap<Hook> {
  for(key: string): Hook;
}

export interface BundlerApi {
  readonly Compilation: { readonly PROCESS_ASSETS_STAGE_ADDITIONAL: number };
  readonly NormalModule: {
    getCompilationHooks(compilation: Compilation): {
      readonly loader: { tap(name: string, listener: (context: LoaderContext) => void): void };
    };
  };
  readonly sources: { readonly RawSource: new (content: Buffer) => AssetSource };
  readonly util: { readonly createHash: (algorithm: string) => Hash };
}

interface Hash {
  update(bytes: Buffer | string): unknown;
  digest(encoding: string): string | Buffer;
}

/** Made by the bundler's own RawSource and given back to it. */
export interface AssetSource {
  size(): number;
}

export interface Logger {
  info(...parts: string[]): void;
  log(...parts: string[]): void;
  warn(...parts: string[]): void;
}

/** What a loader sees as `this`. */
export interface LoaderContext {
  /** Without the query. */
  readonly resourcePath: string;
  cacheable(flag: boolean): void;
  /** webpack only: what the module says of itself to its caches. */
  readonly _module?: { readonly buildInfo?: object | undefined } | undefined;
}

export interface Compilation {
  readonly hooks: {
    readonly processAssets: {
      tap(options: { name: string; stage: number }, listener: () => void): void;
    };
    readonly statsPrinter: { tap(name: string, listener: (printer: StatsPrinter) => void): void };
  };
  readonly outputOptions: {
    readonly hashFunction?: unknown;
    readonly hashDigest?: string | undefined;
    readonly hashDigestLength?: number | undefined;
    readonly hashSalt?: string | undefined;
  };
  readonly fileDependencies: PathSet;
  readonly contextDependencies: PathSet;
  readonly missingDependencies: PathSet;
  readonly errors: { push(error: Error): unknown };
  readonly warnings: { push(error: Error): unknown };
  /** webpack only. */
  readonly valueCacheVersions?: Map<string, unknown> | undefined;
  getLogger(name: string): Logger;
  getAssetPathWithInfo(
    template: string,
    data: {
      readonly chunk: { readonly id: string; readonly name: string; readonly hash: string };
      readonly contentHashType: string;
      readonly contentHash: string;
    },
  ): { readonly path: string; readonly info: object };
  emitAsset(name: string, source: AssetSource, info?: object): void;
}

interface StatsPrinter {
  readonly hooks: {
    readonly print: HookMap<{ tap(name: string, listener: (value: unknown) => string): void }>;
  };
}

interface PathSet {
  add(path: string): unknown;
}
