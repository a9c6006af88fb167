import type { Provider } from './browser-runtimes.js';
import type { BespokeModel } from './model.js';
import { type Opened, type OpenOptions, openWith } from './open-with.js';
import type { Ort } from './ort.js';

const BUILDS: Readonly<Record<Provider, () => Promise<Ort>>> = {
  webgpu: () => import('onnxruntime-web/webgpu'),
  wasm: () => import('onnxruntime-web/wasm'),
};

/**
 * Opens the variant of a model that fits this device: fetches it, checks its bytes, and gives it to onnxruntime-web,
 * whose build for WebGPU or WebAssembly is loaded when it is needed. Where one does not open, the next is taken.
 *
 * @throws ClientError UNKNOWN_TARGET, or NO_VARIANT when none of them opens
 * @throws the signal's reason when it is aborted
 */
export const open = (model: BespokeModel, options?: OpenOptions): Promise<Opened> =>
  openWith((provider) => BUILDS[provider](), model, options);
