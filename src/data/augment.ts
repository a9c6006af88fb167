import type { InputPlan } from '../config/plan.js';
import type { Rng } from '../random.js';
import { type Batch, batchTensor, type SampleChange } from './batch.js';
import type { Samples } from './dataset.js';

/**
 * {@link batchTensor} with the changes of `input.augment`: each image is flipped left to right with probability 1/2
 * when `flip`, and moved by -shift..shift pixels in each direction, zero (before preprocessing) coming in at the edges.
 * Three draws a sample, so that the generator's state after a batch depends on the batch's length alone.
 */
export function augmentedBatch(
  dataset: Samples,
  indices: ArrayLike<number>,
  input: Pick<InputPlan, 'scale' | 'mean' | 'std' | 'layout' | 'augment'>,
  rng: Rng,
): Batch {
  const { flip, shift } = input.augment;
  if (dataset.sampleDims.length !== 3 || (!flip && shift === 0)) return batchTensor(dataset, indices, input);
  const changes = Array.from({ length: indices.length }, (): SampleChange => {
    const side = rng.next();
    const down = Math.floor(rng.next() * (2 * shift + 1)) - shift;
    const right = Math.floor(rng.next() * (2 * shift + 1)) - shift;
    return { flip: flip && side < 0.5, down, right };
  });
  return batchTensor(dataset, indices, input, changes);
}
