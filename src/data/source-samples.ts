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

/** Values of one input of a model, all samples one after the other. */
export interface NamedArray {
  /** Shape of one sample. */
  readonly dims: readonly number[];
  readonly numbers: ArrayLike<number | bigint>;
}

/** What a source gives, before checks: samples in the order and layout of the source. */
export interface SourceSamples extends DescribedSamples {
  /** Empty where there are named arrays. */
  readonly values: Uint8Array | Float32Array;
  /** By input, where the model takes several or integers, and the source tells them apart. */
  readonly named?: Readonly<Record<string, NamedArray>> | undefined;
}

/** Images of which only a few at a time are in memory: HWC, one entry an image, in order. */
export interface ImageStream extends DescribedSamples {
  readonly images: () => AsyncIterable<Uint8Array>;
}
