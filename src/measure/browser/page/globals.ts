/**
 * What the page uses of a browser. The package is compiled without the types of one, since nothing else of it runs
 * there.
 */
export interface PageGlobals {
  readonly crossOriginIsolated?: boolean;
  readonly document: PageDocument;
  readonly navigator: PageNavigator;
  readonly location: { reload(): void };
  readonly WebAssembly: { Memory: MemoryConstructor };
}

export interface PageDocument {
  title: string;
  readonly hidden: boolean;
  readonly body: { readonly dataset: Record<string, string> };
  getElementById(id: string): PageElement | null;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
}

export interface PageElement {
  textContent: string | null;
  /** Of a progress bar. */
  value?: number;
  max?: number;
}

export interface PageNavigator {
  readonly userAgent: string;
  readonly hardwareConcurrency?: number;
  readonly gpu?: { requestAdapter(): Promise<PageAdapter | null> };
  readonly wakeLock?: { request(kind: 'screen'): Promise<WakeLock | undefined> };
}

export interface WakeLock {
  release(): Promise<void>;
}

export interface PageAdapter {
  readonly isFallbackAdapter?: boolean;
  readonly info?: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly device?: string;
    readonly description?: string;
    readonly isFallbackAdapter?: boolean;
  };
}

export interface WasmMemory {
  readonly buffer: { readonly byteLength: number };
}

export type MemoryConstructor = new (descriptor: object) => WasmMemory;

export const page = globalThis as unknown as PageGlobals;
