/**
 * Runtimes that a page can run, the preferred one first. The last one runs in every browser, and so models of other runtimes
 * too. Stands alone, as all of the client; a test compares it with `src/config/runtimes.ts`.
 */
export const BROWSER_RUNTIMES = [
  { runtime: 'onnxruntime-web/webgpu', provider: 'webgpu', needsAdapter: true },
  { runtime: 'onnxruntime-web/wasm', provider: 'wasm', needsAdapter: false },
] as const;

export type BrowserRuntime = (typeof BROWSER_RUNTIMES)[number];

/** ONNX Runtime's name of what computes. */
export type Provider = BrowserRuntime['provider'];
