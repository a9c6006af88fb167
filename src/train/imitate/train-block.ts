import type { Graph } from '../../onnx/graph.js';
import { float32 } from '../../onnx/tensor.js';
import { rngOf } from '../../random.js';
import type { Engine } from '../../runtime/engine.js';
import { convolutionsToNormalise } from '../batch-norm/convolutions.js';
import { foldTrainedBatchNorm } from '../batch-norm/fold.js';
import { insertBatchNorm } from '../batch-norm/insert.js';
import { measureStatistics, remeasureBatchNorm } from '../batch-norm/measure.js';
import { warmupCosine } from '../step/schedule.js';
import { openTrainer } from '../step/trainer.js';
import { buildTrainingGraph } from '../step/training-graph.js';
import { withParameters } from '../step/with-parameters.js';
import type { BlockSamples } from './block-samples.js';
import type { ImitationJob } from './imitation-job.js';

/** Looks at what training has come to on the way. */
export interface Checkpoints {
  /** Every so many steps. */
  readonly every: number;
  /** `graph` has batch norm folded, with statistics measured anew. True ends the training. */
  reached(step: number, graph: Graph): Promise<boolean>;
}

/**
 * Gradient steps on the normalised squared error: Adam at a warmed-up cosine rate, with batch norm put back and folded
 * again. The graph itself when it diverges.
 */
export async function trainBlock(
  graph: Graph,
  job: Pick<ImitationJob, 'batch' | 'steps' | 'learningRate' | 'seed' | 'label'>,
  engine: Engine,
  samples: BlockSamples,
  checkpoints?: Checkpoints,
): Promise<Graph> {
  const dims = (name: string): number[] => [job.batch, ...graph.values.get(name)!.dims.slice(1)];
  const measuring = { batch: job.batch, threads: 1 };
  const first = (batches: number) =>
    Array.from({ length: Math.min(batches, samples.trainBatches) }, (_, index) =>
      samples.feeds(graph, index),
    );
  const statistics = await measureStatistics(
    engine,
    graph,
    convolutionsToNormalise(graph),
    first(4),
    measuring,
  );
  const normalised = insertBatchNorm(graph, statistics);
  const output = graph.outputs[0].name;
  const training = buildTrainingGraph({
    graph: normalised,
    batch: job.batch,
    losses: [{ kind: 'nmse', tensor: output, weight: 1, variance: samples.variance, name: 'block' }],
    optimizer: { kind: 'adam', clipNorm: 1 },
    batchNorm: 'training',
    channelBlock: await engine.channelBlock?.(),
  });
  const trainer = await openTrainer(engine, training, { threads: 1 });
  const folded = async (): Promise<Graph> => {
    const trained = withParameters(normalised, trainer.parameters());
    return foldTrainedBatchNorm(await remeasureBatchNorm(engine, trained, first(8), measuring));
  };
  const rng = rngOf(job.seed, 'imitate', job.label);
  const order = Array.from({ length: samples.trainSamples }, (_, index) => index);
  const schedule = {
    peak: job.learningRate,
    warmupSteps: Math.min(10, Math.ceil(job.steps / 10)),
    totalSteps: job.steps,
  };
  try {
    for (let step = 0, at = order.length; step < job.steps; step++, at += job.batch) {
      if (at + job.batch > order.length) {
        rng.shuffle(order);
        at = 0;
      }
      const picked = samples.pick(graph, order.slice(at, at + job.batch));
      const feeds = {
        ...picked.feeds,
        'block:reference': float32(picked.target, dims(output)),
      };
      const outcome = await trainer.step(feeds, warmupCosine(schedule, step + 1));
      if (outcome.kind === 'diverged') return graph;
      if (checkpoints !== undefined && (step + 1) % checkpoints.every === 0) {
        const passed = await folded();
        if (await checkpoints.reached(step + 1, passed)) return passed;
      }
    }
    return await folded();
  } finally {
    await trainer.close();
  }
}
