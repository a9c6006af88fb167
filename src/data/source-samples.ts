/** What is known of what a source gives, before checks. */
export interface DescribedSamples {
  readonly count: number;
  /** Shape of one sample as it lies in the values. */
  readonly sampleDims: readonly number[];
  /** As given: one class number a sample. */
  readonly labels?: ArrayLike<number> | undefined;
  readonly classes?: readonly string[] | undefined;
  /** Layout of samples of rank 3; undefined when the source does not say. */
  readonly layout?: 'nchw' | 'nhwc' | undefined;
}

/** What a source gives, before checks: samples in the order and layout of the source. */
export interface SourceSamples extends DescribedSamples {
  readonly values: Uint8Array | Float32Array;
}

/** Images of which only a few at a time are in memory: HWC, one entry an image, in order. */
export interface ImageStream extends DescribedSamples {
  readonly images: () => AsyncIterable<Uint8Array>;
}
