import type { Tensor } from '../onnx/tensor.js';
import type { Comparison, LatencyOptions } from './compare-latency.js';
import type { LatencyGroup } from './latency.js';
import type { ModelBytesOrPath } from './model-source.js';
import type { OutputValues } from './output-values.js';

/** A model that is timed. Its latency depends on its structure only, so that retraining does not change it. */
export interface TimedFile {
  readonly model: ModelBytesOrPath;
  /** Of the graph in it, and how its batch is written. */
  readonly structure: string;
}

/** A model and what it is fed with, in the order of its inputs. */
export interface FedFile {
  readonly model: ModelBytesOrPath;
  readonly inputs: readonly Tensor[];
}

export type TimedGroup = LatencyGroup<TimedFile>;

/** Where the latencies of a target come from: runs on the device itself, or records of such runs. */
export interface LatencySource {
  /** All that its latencies depend on besides the model; part of keys. */
  readonly identity: string;
  /** The device in words, where the identity holds more than that. */
  readonly description?: string;
  /**
   * Each candidate beside the reference of its group, by key. Whoever asks sees to it that nothing else works on the
   * machine meanwhile.
   * @throws the signal's reason after an abort
   */
  compare(
    groups: readonly TimedGroup[],
    options?: Partial<LatencyOptions>,
  ): Promise<ReadonlyMap<string, Comparison>>;
  /** What a model gives there: `spreadValues` of it. Not there where any process of this machine gives the same. */
  readonly outputs?: ((file: FedFile) => Promise<OutputValues>) | undefined;
  /** Told how many comparisons will be asked for next; for the progress that a device shows. */
  announce?(more: number): void;
  close(): Promise<void>;
}
