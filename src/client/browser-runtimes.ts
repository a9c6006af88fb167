/**
 * Runtimes of browsers, the preferred one first. The last one works in every browser, so it also takes models that
 * were made for another runtime. The client imports nothing else; a test compares this list with
 * `src/config/runtimes.ts`.
 */
export const BROWSER_RUNTIMES = [
  { runtime: 'onnxruntime-web/webgpu', provider: 'webgpu', needsAdapter: true },
  { runtime: 'onnxruntime-web/wasm', provider: 'wasm', needsAdapter: false },
] as const;

export type BrowserRuntime = (typeof BROWSER_RUNTIMES)[number];

/** ONNX Runtime's name of what computes. */
export type Provider = BrowserRuntime['provider'];
