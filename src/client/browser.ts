/** What is used of a browser's globals, which this project is compiled without. */
interface Browser {
  readonly caches?: {
    open(name: string): Promise<ModelCache>;
  };
  readonly location: { readonly origin: string };
  readonly document: { readonly baseURI: string };
  readonly crypto?: {
    readonly subtle?: { digest(name: 'SHA-256', bytes: Uint8Array): Promise<ArrayBuffer> };
  };
}

/** A named part of the Cache API. */
export interface ModelCache {
  match(address: string): Promise<Response | undefined>;
  put(address: string, response: Response): Promise<void>;
  keys(): Promise<readonly { readonly url: string }[]>;
  delete(address: string): Promise<boolean>;
}

/** A worker of a page. */
export interface PageWorker {
  onmessage: ((event: { readonly data: never }) => void) | null;
  onerror: ((event: { readonly message: string }) => void) | null;
  postMessage(message: unknown, transfer: readonly ArrayBufferLike[]): void;
  terminate(): void;
}

export const browser = globalThis as unknown as Browser;
