/**
 * A data set in memory, as read: pixels or values before preprocessing, one sample after the other.
 * `labels` is there only where the user gave labels.
 */
export interface Dataset {
  readonly count: number;
  /** Shape of one sample without the batch: images are HWC. */
  readonly sampleDims: readonly number[];
  readonly values: Uint8Array | Float32Array;
  readonly labels?: Int32Array | undefined;
  /** Class names in label order, where labels came from folders. */
  readonly classes?: readonly string[] | undefined;
  /** sha256 of dims, values, labels. */
  readonly digest: string;
}
