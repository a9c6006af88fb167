import type { InputPlan } from '../../config/plan.js';
import { augmentedBatch } from '../../data/augment.js';
import type { Samples } from '../../data/dataset.js';
import { shuffledIndices } from '../../data/shuffle.js';
import type { Tensor } from '../../onnx/tensor.js';
import { rngOf } from '../../random.js';

/** The samples of a stretch of retraining: the same for every student, so that the teacher looks at them once. */
export interface TrainingSegment {
  /** A packed data set. */
  readonly dataset: string;
  readonly input: InputPlan;
  readonly batch: number;
  readonly seed: number;
  /** First step, counted from the beginning of retraining. */
  readonly from: number;
  /** Step after the last. */
  readonly to: number;
}

export interface SegmentBatch {
  readonly tensor: Tensor;
  /** int64, one a sample; undefined where the data has no labels. */
  readonly labels: Tensor | undefined;
}

/** Augmented batches in the order of shuffled epochs; a rest at the end of an epoch that fills no batch is left out. */
export function* segmentBatches(segment: TrainingSegment, dataset: Samples): Generator<SegmentBatch> {
  const { batch, seed, input } = segment;
  const perEpoch = Math.max(1, Math.floor(dataset.count / batch));
  let epoch = -1;
  let order: number[] = [];
  for (let step = segment.from; step < segment.to; step++) {
    if (Math.floor(step / perEpoch) !== epoch) {
      epoch = Math.floor(step / perEpoch);
      order = shuffledIndices(dataset.count, seed, epoch);
    }
    const at = (step % perEpoch) * batch;
    const indices = Array.from({ length: batch }, (_, i) => order[(at + i) % order.length]);
    const labels = dataset.labels && {
      dtype: 'int64' as const,
      dims: [batch],
      data: BigInt64Array.from(indices, (index) => BigInt(dataset.labels![index])),
    };
    yield { tensor: augmentedBatch(dataset, indices, input, rngOf(seed, 'retrain', step)), labels };
  }
}
