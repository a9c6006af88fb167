// Made by `npm run generate` from schema/. Do not edit.

/**
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "name".
 */
export type Name = string;
/**
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "sha256".
 */
export type Sha256 = string;
/**
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "count".
 */
export type Count = number;

/**
 * bespoke-manifest.json: what was emitted and what was measured of it. Everything is sorted; apart from seconds and latencyMs nothing depends on the machine or the clock. All keys are always there, so none has a default.
 */
export interface BespokeManifest {
  /**
   * Version of this format: 1. No default.
   */
  version: 1;
  /**
   * One entry a model, sorted by name. No default.
   */
  models: ManifestModel[];
  /**
   * In development only: teachers in the place of students that are not there yet, sorted by model and name. Their models have no entry in models. No default.
   *
   * @minItems 1
   */
  standIns?: ManifestStandIn[];
}
/**
 * One model of the configuration.
 *
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "model".
 */
export interface ManifestModel {
  /**
   * Name in the configuration. No default.
   */
  name: string;
  teacher: ManifestTeacher;
  /**
   * The files that the models were made from, teacher and pool, sorted by file. No default.
   */
  sources?: ManifestSource[];
  /**
   * One entry a target, sorted by name. No default.
   */
  targets: ManifestTarget[];
  seconds: ManifestSeconds;
}
/**
 * The model that the others were cut from. No default.
 *
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "teacher".
 */
export interface ManifestTeacher {
  /**
   * SHA-256 of the file, hexadecimal. No default.
   */
  sha256: string;
  /**
   * Size of the file, external data included. Bytes. No default.
   */
  sizeBytes: number;
  /**
   * Multiply-accumulates of one sample. A count. No default.
   */
  macs: number;
  /**
   * Number of parameters. A count. No default.
   */
  parameters: number;
  quality: ManifestQuality;
}
/**
 * Quality on the validation data. No default.
 *
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "quality".
 */
export interface ManifestQuality {
  /**
   * 'top1' (accuracy), 'agreement' (with the teacher), 'detections' (F1 of the boxes against the teacher's), 'mse' or 'module'. No default.
   */
  metric: 'top1' | 'agreement' | 'detections' | 'mse' | 'module';
  /**
   * In the metric's own unit: 0 to 1 for 'top1', 'agreement' and 'detections', mean squared difference from the teacher's output for 'mse' (lower is better). No default.
   */
  value: number;
  /**
   * Samples that it was measured on. A count. No default.
   */
  samples: number;
}
/**
 * A pretrained file, its licence, and where its weights went.
 *
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "source".
 */
export interface ManifestSource {
  /**
   * Base name of the file. No default.
   */
  file: string;
  /**
   * SHA-256 of the file, hexadecimal. No default.
   */
  sha256: string;
  /**
   * As the configuration says it, or else the file's metadata_props; null where neither does. No default.
   */
  licence: string | null;
  /**
   * Whether the models learnt from its answers: the teacher, and pool members that make it better. No default.
   */
  taught: boolean;
  /**
   * Targets whose models hold weights that began as weights of this file, sorted. No default.
   */
  usedBy: string[];
}
/**
 * One emitted file and what was measured of it on its target.
 *
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "target".
 */
export interface ManifestTarget {
  /**
   * Name in the configuration. No default.
   */
  name: string;
  /**
   * What runs the model there. No default.
   */
  runtime: 'onnxruntime-node/cpu' | 'onnxruntime-web/wasm' | 'onnxruntime-web/webgpu';
  /**
   * Threads of one inference. A count. No default.
   */
  threads: number;
  /**
   * What the weights are stored in; int8: what can be computed in it is, the rest is stored as float16. No default.
   */
  precision: 'float32' | 'float16' | 'int8';
  /**
   * Path of the ONNX file, relative to the manifest, with '/'. No default.
   */
  file: string;
  /**
   * SHA-256 of the file, hexadecimal. No default.
   */
  sha256: string;
  /**
   * Size of the file. Bytes. No default.
   */
  sizeBytes: number;
  /**
   * Multiply-accumulates of one sample. A count. No default.
   */
  macs: number;
  /**
   * Number of parameters. A count. No default.
   */
  parameters: number;
  latencyMs: ManifestLatency;
  quality: ManifestQuality;
  /**
   * Quality on the same samples, in the same unit, after each step of making the student: as assembled, with its replacements trained once more on its own activations, as retrained and emitted. No default.
   */
  qualityBySteps?: {
    /**
     * No default.
     */
    assembled: number;
    /**
     * No default.
     */
    polished: number;
    /**
     * No default.
     */
    retrained: number;
  };
  /**
   * One entry a budget, sorted by metric. No default.
   */
  budgets: ManifestBudget[];
  /**
   * What was replaced in the teacher, sorted by from and to. No default.
   */
  replacements: ManifestReplacement[];
}
/**
 * Median of single-sample runs on the target, teacher and student in turn; from a device profile where the target has one. Milliseconds. No default.
 */
export interface ManifestLatency {
  /**
   * Of the teacher. Milliseconds. No default.
   */
  teacher: number;
  /**
   * Of this file. Milliseconds. No default.
   */
  student: number;
  predicted?: ManifestPrediction;
}
/**
 * There where one of the two was not measured but predicted from other entries of the device profile. No default.
 */
export interface ManifestPrediction {
  /**
   * Median relative error of such predictions on entries that were held out. A share: 0.08 is 8 %. No default.
   */
  error: number;
  /**
   * Entries that were held out, each once. A count. No default.
   */
  heldOut: number;
}
/**
 * A budget, shares of the teacher's already worked out, and what was measured.
 *
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "budget".
 */
export interface ManifestBudget {
  /**
   * What is limited. No default.
   */
  metric: 'latency' | 'size' | 'parameters' | 'macs' | 'qualityDrop' | 'defaultQualityDrop';
  /**
   * At most this: milliseconds, bytes, a count, or points of the quality metric. No default.
   */
  limit: number;
  /**
   * What was measured, in the same unit. No default.
   */
  value: number;
  /**
   * Whether value is at most limit. No default.
   */
  met: boolean;
}
/**
 * A sub-network of the teacher and what stands in for it.
 *
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "replacement".
 */
export interface ManifestReplacement {
  /**
   * Tensor that the sub-network reads. No default.
   */
  from: string;
  /**
   * Tensor that the sub-network makes. No default.
   */
  to: string;
  /**
   * What stands in: its kind, where it comes from. No default.
   */
  alternative: string;
  /**
   * Squared error of its output to the teacher's, over the variance of the teacher's. A ratio. No default.
   */
  nmse: number;
  /**
   * Quality of the teacher with this one alternative put in, in the metric's unit. No default.
   */
  iacc: number;
}
/**
 * Time that each step took. Seconds. No default.
 *
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "seconds".
 */
export interface ManifestSeconds {
  /**
   * Enumerating and making alternatives. Seconds. No default.
   */
  house: number;
  /**
   * Training alternatives. Seconds. No default.
   */
  train: number;
  /**
   * Measuring alternatives and students. Seconds. No default.
   */
  measure: number;
  /**
   * Choosing replacements. Seconds. No default.
   */
  search: number;
  /**
   * Retraining students. Seconds. No default.
   */
  retrain: number;
}
/**
 * A teacher that was emitted for a target as it is. Nothing was measured of it.
 *
 * This interface was referenced by `BespokeManifest`'s JSON-Schema
 * via the `definition` "standIn".
 */
export interface ManifestStandIn {
  /**
   * Name of the model in the configuration. No default.
   */
  model: string;
  /**
   * Name of the target in the configuration. No default.
   */
  name: string;
  /**
   * What runs the model there. No default.
   */
  runtime: 'onnxruntime-node/cpu' | 'onnxruntime-web/wasm' | 'onnxruntime-web/webgpu';
  /**
   * Threads of one inference. A count. No default.
   */
  threads: number;
  /**
   * Path of the ONNX file, relative to the manifest, with '/'. No default.
   */
  file: string;
  /**
   * SHA-256 of the file, hexadecimal. No default.
   */
  sha256: string;
  /**
   * Size of the file. Bytes. No default.
   */
  sizeBytes: number;
}
