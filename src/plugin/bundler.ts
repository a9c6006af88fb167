/**
 * What the plugin uses of webpack's and Rspack's compilers, in common terms: neither package is imported, not even for
 * its types, because each is an optional peer.
 */
export interface Bundler {
  readonly context: string;
  /** webpack's has `closed`; Rspack takes it away when it is closed. */
  readonly watching?: object | undefined;
  readonly modifiedFiles?: ReadonlySet<string> | undefined;
  readonly removedFiles?: ReadonlySet<string> | undefined;
  readonly outputPath: string;
  readonly hooks: {
    readonly run: AsyncHook<Bundler>;
    readonly watchRun: AsyncHook<Bundler>;
    readonly thisCompilation: {
      tap(name: string, listener: (compilation: Compilation) => void): void;
    };
    readonly shutdown: { tapPromise(name: string, listener: () => Promise<void>): void };
  };
  readonly webpack: BundlerApi;
  getInfrastructureLogger(name: string): Logger;
}

interface AsyncHook<Argument> {
  tap(name: string, listener: (argument: Argument) => void): void;
}

export interface BundlerApi {
  readonly Compilation: { readonly PROCESS_ASSETS_STAGE_ADDITIONAL: number };
  readonly sources: { readonly RawSource: new (content: Buffer) => Source };
  readonly util: { readonly createHash: (algorithm: string) => Hash };
}

interface Hash {
  update(bytes: Buffer | string): unknown;
  digest(encoding: string): string | Buffer;
}

/** Made by the bundler's own RawSource and given back to it. */
interface Source {
  size(): number;
}

export interface Logger {
  info(...parts: string[]): void;
  log(...parts: string[]): void;
  warn(...parts: string[]): void;
}

export interface Compilation {
  readonly hooks: {
    readonly processAssets: {
      tapPromise(options: { name: string; stage: number }, listener: () => Promise<void>): void;
    };
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
  getLogger(name: string): Logger;
  getAssetPathWithInfo(
    template: string,
    data: {
      readonly chunk: { readonly id: string; readonly name: string; readonly hash: string };
      readonly contentHashType: string;
      readonly contentHash: string;
    },
  ): { readonly path: string; readonly info: object };
  emitAsset(name: string, source: Source, info?: object): void;
}

interface PathSet {
  add(path: string): unknown;
}
