import type { OperatorCounts } from '../onnx/operator-counts.js';
import type { LatencyOptions } from './compare-latency.js';
import type { FedFile, TimedFile } from './latency-source.js';
import type { OutputValues } from './output-values.js';
import type { Timing } from './timing.js';

/** A model that is timed, or whose latency is predicted. */
export interface DescribedFile extends Pick<TimedFile, 'structure'> {
  /** Made when it is timed, so that those that wait take no memory. */
  readonly model: () => TimedFile['model'];
  readonly operators: () => OperatorCounts;
}

export interface DescribedCandidate extends DescribedFile {
  readonly key: string;
  /** Of a whole student: its share of the teacher's latency by what its parts take alone. */
  readonly partsRatio?: number | undefined;
}

/** Models that are compared with the same reference. */
export interface DescribedGroup {
  readonly reference: DescribedFile;
  readonly candidates: readonly DescribedCandidate[];
}

/** How far predictions are off. */
export interface PredictionError {
  /** Median of the relative error on entries that were held out, as a share. */
  readonly error: number;
  /** Number of entries that were held out, each once. */
  readonly heldOut: number;
}

export interface KnownTiming extends Timing {
  /** Set where this was not measured. */
  readonly predicted?: PredictionError | undefined;
}

/**
 * The latencies of one target, each pair measured once: on the device now, in an earlier build, or for a device
 * profile.
 */
export interface Latencies {
  /** All that they depend on besides the models; part of keys. */
  readonly identity: string;
  /**
   * The part of the groups that has yet to be measured, each pair of structures once.
   * @throws BespokeError PROFILE_LACKS when it cannot be measured
   */
  pending(groups: readonly DescribedGroup[]): Promise<readonly DescribedGroup[]>;
  /**
   * Each candidate beside the reference of its group, by key; measures what is pending. Whoever asks sees to it that
   * nothing else works on the machine meanwhile.
   * @throws BespokeError PROFILE_LACKS; the signal's reason after an abort
   */
  compare(
    groups: readonly DescribedGroup[],
    options?: Partial<LatencyOptions>,
  ): Promise<ReadonlyMap<string, KnownTiming>>;
  /**
   * A pair measured anew, several times; what was known of it gives way to the median, but for its `firstRatio`. Not
   * there where nothing is measured.
   * @throws the signal's reason after an abort
   */
  repeat?(
    reference: DescribedFile,
    candidate: DescribedFile,
    options?: Partial<LatencyOptions>,
  ): Promise<void>;
  /** What a model gives there; not there where nothing is measured, or where every process gives the same. */
  readonly outputs?: ((file: FedFile) => Promise<OutputValues>) | undefined;
  close(): Promise<void>;
}
