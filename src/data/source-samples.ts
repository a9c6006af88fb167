/** What a source gives, before checks: samples in the order and layout of the source. */
export interface SourceSamples {
  readonly count: number;
  /** Shape of one sample as it lies in `values`. */
  readonly sampleDims: readonly number[];
  readonly values: Uint8Array | Float32Array;
  /** As given: one class number a sample. */
  readonly labels?: ArrayLike<number> | undefined;
  readonly classes?: readonly string[] | undefined;
  /** Layout of samples of rank 3; undefined when the source does not say. */
  readonly layout?: 'nchw' | 'nhwc' | undefined;
}
