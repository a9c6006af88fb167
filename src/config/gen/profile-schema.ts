// Made by `npm run generate` from schema/. Do not edit.

/**
 * Latencies that were measured on one device, to be kept beside the configuration.
 */
export interface DeviceProfile {
  /**
   * Version of this format: 1. No default.
   */
  version: 1;
  /**
   * What ran the models. No default.
   */
  runtime: 'onnxruntime-node/cpu' | 'onnxruntime-web/wasm' | 'onnxruntime-web/webgpu';
  /**
   * Threads of one inference. A count, at least 1. No default.
   */
  threads: number;
  device: ProfiledDevice;
  /**
   * What was measured, by structure key: a hash of a graph's operators and shapes, without its weights. No default.
   */
  entries: {
    [k: string]: ProfileEntry;
  };
}
/**
 * What was measured on. No default.
 */
export interface ProfiledDevice {
  /**
   * The device in words: model, processor, operating system, browser. No default.
   */
  description: string;
}
/**
 * Latency of one structure.
 *
 * This interface was referenced by `DeviceProfile`'s JSON-Schema
 * via the `definition` "entry".
 */
export interface ProfileEntry {
  /**
   * Median time of one sample. Milliseconds, above 0. No default.
   */
  medianMs: number;
  /**
   * Runs that the median is of. A count, at least 1. No default.
   */
  count: number;
}
