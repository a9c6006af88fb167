import { sizeOf, type Tensor } from '../../../src/onnx/tensor.js';
import type { Rng } from '../../../src/random.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { openTrainer, type StepOutcome } from '../../../src/train/step/trainer.js';
import {
  buildTrainingGraph,
  type TrainingGraph,
  type TrainingSpec,
} from '../../../src/train/step/training-graph.js';

export interface Steps {
  readonly outcomes: readonly StepOutcome[];
  readonly parameters: ReadonlyMap<string, Tensor>;
}

/** Steps on the same feeds, at one rate each. */
export async function takeSteps(
  spec: TrainingSpec,
  feeds: Readonly<Record<string, Tensor>>,
  rates: readonly number[],
  threads = 1,
): Promise<Steps> {
  const trainer = await openTrainer(cpuEngine, buildTrainingGraph(spec), { threads });
  const outcomes: StepOutcome[] = [];
  try {
    for (const rate of rates) outcomes.push(await trainer.step(feeds, rate));
    return { outcomes, parameters: trainer.parameters() };
  } finally {
    await trainer.close();
  }
}

/** Something for every feed: normal numbers, and labels below `classes`. */
export const drawFeeds = (training: TrainingGraph, rng: Rng, classes = 10): Record<string, Tensor> =>
  Object.fromEntries(
    training.feeds.map(({ name, dtype, dims }) => {
      const size = sizeOf(dims);
      const data =
        dtype === 'int64'
          ? BigInt64Array.from({ length: size }, () => BigInt(rng.int(classes)))
          : Float32Array.from({ length: size }, () => rng.normal());
      return [name, { dtype, dims, data }];
    }),
  );
