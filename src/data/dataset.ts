/** What is known of samples wherever they lie. */
interface SampleSet {
  readonly count: number;
  /** Shape of one sample without the batch: images are HWC. */
  readonly sampleDims: readonly number[];
  /** There only where the user gave labels. */
  readonly labels?: Int32Array | undefined;
  /** Class names in label order, where labels came from folders. */
  readonly classes?: readonly string[] | undefined;
  /** sha256 of dims, values, labels. */
  readonly digest: string;
}

/** A data set in memory, as read: pixels or values before preprocessing, one sample after the other. */
export interface Dataset extends SampleSet {
  readonly values: Uint8Array | Float32Array;
}

/** A data set in a file, of which only the samples that are asked for are read. */
export interface PackedDataset extends SampleSet {
  /**
   * Values of one sample, fit to be read until the next call.
   * @throws BespokeError SCRATCH_DAMAGED when they are not what was written, and then removes the file.
   */
  sample(index: number): Uint8Array | Float32Array;
  close(): void;
}

/** A data set in memory whose digest nobody asked for yet. */
export type UnhashedDataset = Omit<Dataset, 'digest'>;

export type Samples = UnhashedDataset | PackedDataset;

/** Values of one sample, before preprocessing. @throws RangeError when there is no such sample. */
export function sampleAt(samples: Samples, index: number): Uint8Array | Float32Array {
  if (!(index >= 0 && index < samples.count)) throw new RangeError(`sample ${index} of ${samples.count}`);
  if ('sample' in samples) return samples.sample(index);
  const size = samples.values.length / samples.count;
  return samples.values.subarray(index * size, (index + 1) * size);
}
