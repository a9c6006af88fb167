import { augmentedBatch } from '../../data/augment.js';
import { batchTensor } from '../../data/batch.js';
import type { Dataset } from '../../data/dataset.js';
import { openDataset } from '../../data/packed.js';
import { shuffledIndices } from '../../data/shuffle.js';
import { between } from '../../onnx/between.js';
import type { Graph } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { rngOf } from '../../random.js';
import type { Engine, Session } from '../../runtime/engine.js';
import { openEngine } from '../../runtime/engines.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { convolutionsToNormalise } from '../batch-norm/convolutions.js';
import { foldBatchNorm } from '../batch-norm/fold.js';
import { insertBatchNorm } from '../batch-norm/insert.js';
import { measureStatistics, remeasureBatchNorm } from '../batch-norm/measure.js';
import { type Loss, lossFeed } from '../step/loss.js';
import { warmupCosine } from '../step/schedule.js';
import { openTrainer } from '../step/trainer.js';
import { buildTrainingGraph } from '../step/training-graph.js';
import { withParameters } from '../step/with-parameters.js';
import type { RetrainJob } from './retrain-job.js';
import { studentLosses } from './student-losses.js';

export const retrainTask: WorkerTask = { file: new URL(import.meta.url), name: 'retrain' };

/**
 * Worker task: trains the whole student to give the teacher's outputs on augmented training samples, with batch norm put back
 * (SGD with Nesterov momentum) or, where there is no convolution to normalise, by Adam.
 *
 * @returns the student with new weights, batch norm folded; the caller decides whether it is better.
 */
export async function retrain(job: RetrainJob): Promise<Graph> {
  const dataset = openDataset(job.dataset);
  const compared = [...job.outputs.map(({ name }) => name), ...job.blockEnds];
  const input = job.teacher.inputs[0].name;
  const engine = await openEngine(job.engine, () => {});
  const teacher = await engine.open(
    writeGraph(between(job.teacher, [input], compared), { batch: job.batch }),
    {
      threads: job.threads,
      optimization: 'all',
    },
  );
  try {
    const samples = plainBatches(job, dataset);
    const variances = await variancesOf(teacher, input, compared, samples.slice(0, 4));
    const losses = studentLosses(job, dataset.labels !== undefined, variances);
    return await train(job, engine, dataset, teacher, losses, samples);
  } finally {
    await teacher.close();
  }
}

async function train(
  job: RetrainJob,
  engine: Engine,
  dataset: Dataset,
  teacher: Session,
  losses: readonly Loss[],
  samples: readonly Tensor[],
): Promise<Graph> {
  const input = job.teacher.inputs[0].name;
  const measuring = { batch: job.batch, threads: job.threads };
  const feeds = samples.map((tensor) => ({ [input]: tensor }));
  const convolutions = convolutionsToNormalise(job.student);
  const normalised = convolutions.length > 0;
  const statistics = await measureStatistics(engine, job.student, convolutions, feeds.slice(0, 8), measuring);
  const student = insertBatchNorm(job.student, statistics);
  const training = buildTrainingGraph({
    graph: student,
    batch: job.batch,
    losses,
    optimizer: normalised
      ? { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4, clipNorm: 5 }
      : { kind: 'adam', clipNorm: 1 },
    batchNorm: 'training',
  });
  const schedule = {
    peak: normalised ? 0.02 : 3e-4,
    warmupSteps: Math.ceil(job.steps / 20),
    totalSteps: job.steps,
  };
  const trainer = await openTrainer(engine, training, { threads: job.threads });
  let slower = 1;
  try {
    for (const [step, { tensor, labels }] of enumerate(augmentedBatches(job, dataset))) {
      const reference = await teacher.run({ [input]: tensor });
      const compared = Object.fromEntries(
        losses.map((loss) => [
          lossFeed(loss),
          loss.kind === 'cross-entropy' ? labels! : reference[loss.tensor],
        ]),
      );
      const outcome = await trainer.step(
        { [input]: tensor, ...compared },
        slower * warmupCosine(schedule, step + 1),
      );
      if (outcome.kind === 'diverged') slower /= 2;
    }
    const trained = withParameters(student, trainer.parameters());
    return foldBatchNorm(await remeasureBatchNorm(engine, trained, feeds, measuring));
  } finally {
    await trainer.close();
  }
}

/** Batches in the order of shuffled epochs; a rest at the end of an epoch that fills no batch is left out. */
function* augmentedBatches(
  job: RetrainJob,
  dataset: Dataset,
): Generator<{ tensor: Tensor; labels: Tensor | undefined }> {
  const rng = rngOf(job.seed, 'retrain', job.label);
  const perEpoch = Math.max(1, Math.floor(dataset.count / job.batch));
  let order: number[] = [];
  for (let step = 0; step < job.steps; step++) {
    const at = (step % perEpoch) * job.batch;
    if (at === 0) order = shuffledIndices(dataset.count, job.seed, Math.floor(step / perEpoch));
    const indices = Array.from({ length: job.batch }, (_, i) => order[(at + i) % order.length]);
    const tensor = augmentedBatch(dataset, indices, job.input, rng);
    const labels = dataset.labels && {
      dtype: 'int64' as const,
      dims: [job.batch],
      data: BigInt64Array.from(indices, (index) => BigInt(dataset.labels![index])),
    };
    yield { tensor, labels };
  }
}

/** Up to 32 batches without augmentation, for statistics. */
function plainBatches(job: RetrainJob, dataset: Dataset): Tensor[] {
  const order = shuffledIndices(dataset.count, job.seed, -1);
  const count = Math.min(32, Math.max(1, Math.floor(order.length / job.batch)));
  return Array.from({ length: count }, (_, batch) => {
    const indices = Array.from(
      { length: job.batch },
      (_, i) => order[(batch * job.batch + i) % order.length],
    );
    return batchTensor(dataset, indices, job.input);
  });
}

async function variancesOf(
  teacher: Session,
  input: string,
  tensors: readonly string[],
  samples: readonly Tensor[],
): Promise<Map<string, number>> {
  const sums = new Map(tensors.map((tensor) => [tensor, { sum: 0, squares: 0, count: 0 }]));
  for (const sample of samples) {
    const results = await teacher.run({ [input]: sample });
    for (const [tensor, total] of sums) {
      const values = results[tensor].data as Float32Array;
      for (const value of values) {
        total.sum += value;
        total.squares += value * value;
      }
      total.count += values.length;
    }
  }
  return new Map(
    [...sums].map(([tensor, { sum, squares, count }]) => [
      tensor,
      Math.max(squares / count - (sum / count) ** 2, 1e-12),
    ]),
  );
}

function* enumerate<T>(items: Iterable<T>): Generator<readonly [number, T]> {
  let index = 0;
  for (const item of items) yield [index++, item];
}
