/**
 * Shape of one sample of an activation in normal form that holds samples one behind the other: without the batch, or,
 * where a sample is several rows (`[T, E]` at batch 1), whole.
 */
export const sampleDims = (dims: readonly number[]): readonly number[] =>
  dims[0] === 1 ? dims.slice(1) : dims;
