// Made by `npm run generate` from schema/. Do not edit.

/**
 * This interface was referenced by `DeviceProfile`'s JSON-Schema
 * via the `definition` "structureName".
 */
export type StructureName = string;

/**
 * Latencies that were measured on one device, to be kept beside the configuration. Structures stand for all networks with the same operators, shapes and attributes, whatever their weights: a name is a part of their hash, '/1' behind it is a whole model for one sample, '/n' one with an open batch; an 's' behind it is one with an open height or width. Everything is sorted.
 */
export interface DeviceProfile {
  /**
   * Version of this format: 2 (version 1 had one time a structure, and no build could use it). No default.
   */
  version: 2;
  /**
   * What ran the models. No default.
   */
  runtime: 'onnxruntime-node/cpu' | 'onnxruntime-web/wasm' | 'onnxruntime-web/webgpu';
  /**
   * Threads of one inference. A count, at least 1. No default.
   */
  threads: number;
  device: ProfiledDevice;
  comparisons: ProfileComparisons;
  structures: ProfileStructures;
}
/**
 * What was measured on. No default.
 */
export interface ProfiledDevice {
  /**
   * The device in words, for people; may be edited. No default.
   */
  description: string;
  /**
   * What the latencies depend on: processor or device, and the versions of what ran the models. Measurements of another identity replace the file's instead of joining them. No default.
   */
  identity: string;
}
/**
 * What was timed in turn: by the structure that was the reference, by the structure that was compared with it. No default.
 */
export interface ProfileComparisons {
  [k: string]: {
    [k: string]: ProfileComparison;
  };
}
/**
 * A structure beside its reference, timed in turn.
 *
 * This interface was referenced by `DeviceProfile`'s JSON-Schema
 * via the `definition` "comparison".
 */
export interface ProfileComparison {
  /**
   * Median of its time over the time of the reference just before. A ratio, above 0. No default.
   */
  ratio: number;
  /**
   * Median time of one sample. Milliseconds, above 0. No default.
   */
  medianMs: number;
  /**
   * Median time of one sample of the reference. Milliseconds, above 0. No default.
   */
  referenceMs: number;
  /**
   * Runs that were timed. A count, at least 1. No default.
   */
  runs: number;
  /**
   * Where the pair was measured again, since its latency was near a limit: the ratio as it was measured first. A ratio. No default.
   */
  firstRatio?: number;
  /**
   * Of a whole student: the ratio that its parts, each measured alone, come to. A ratio. No default.
   */
  partsRatio?: number;
}
/**
 * What each structure is made of: how often each operator with its shapes is in it. Latencies of structures that are not here are predicted from it. No default.
 */
export interface ProfileStructures {
  [k: string]: ProfileStructure;
}
export interface ProfileStructure {
  [k: string]: number;
}
