import { augmentedBatch } from '../../data/augment.js';
import type { Samples } from '../../data/dataset.js';
import { withDataset } from '../../data/packed.js';
import { shuffledIndices } from '../../data/shuffle.js';
import type { Graph } from '../../onnx/graph.js';
import { float32, type Tensor } from '../../onnx/tensor.js';
import { rngOf } from '../../random.js';
import type { Engine, Feeds } from '../../runtime/engine.js';
import { openEngine } from '../../runtime/engines.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { convolutionsToNormalise } from '../batch-norm/convolutions.js';
import { foldTrainedBatchNorm } from '../batch-norm/fold.js';
import { insertBatchNorm } from '../batch-norm/insert.js';
import { measureStatistics, remeasureBatchNorm } from '../batch-norm/measure.js';
import { lossFeed } from '../step/loss.js';
import { warmupCosine } from '../step/schedule.js';
import { openTrainer } from '../step/trainer.js';
import { buildTrainingGraph } from '../step/training-graph.js';
import { withParameters } from '../step/with-parameters.js';
import type { Retrained, RetrainingState, RetrainJob } from './retrain-job.js';
import { studentLosses } from './student-losses.js';
import { Teachers } from './teachers.js';
import { segmentBatches } from './training-segment.js';

export const retrainTask: WorkerTask = { file: new URL(import.meta.url), name: 'retrain' };

/**
 * Samples whose activations set the running statistics of batch norms: of those that a segment trains on a quarter,
 * within these bounds, and the most where the rate ends. They are augmented as in training: statistics of plain samples
 * differ so much that the first step would train another network than the one that came.
 */
const STATISTICS_SAMPLES = { least: 256, most: 2048, share: 1 / 4 };

/**
 * Worker task: trains the whole student, for one stretch, to give the teacher's outputs on augmented training samples;
 * with batch norm put back (SGD with Nesterov momentum) or, where there is no convolution to normalise, by Adam.
 * Stretches in turn give the same bits as one. Where the weights move at a high rate, their average is the better
 * student.
 */
export const retrain = (job: RetrainJob): Promise<Retrained> =>
  withDataset(job.segment.dataset, (dataset) => retrainOn(dataset, job));

async function retrainOn(dataset: Samples, job: RetrainJob): Promise<Retrained> {
  const { segment, outputs, rate, threads } = job;
  const engine = await openEngine(job.engine, () => {});
  const { network, trainer: resume } = await startOf(job, engine, dataset);
  const normalised = network.nodes.some(({ opType }) => opType === 'BatchNormalization');
  const losses = studentLosses(outputs, dataset.labels !== undefined);
  const training = buildTrainingGraph({
    graph: network,
    batch: segment.batch,
    losses,
    optimizer: normalised
      ? { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4, clipNorm: 5 }
      : { kind: 'adam', clipNorm: 1 },
    batchNorm: 'training',
    averaged: true,
    channelBlock: await engine.channelBlock?.(),
  });
  const totalSteps = rate.to - rate.from;
  const schedule = {
    peak: normalised ? rate.peak : rate.peak / 8,
    warmupSteps: Math.ceil(totalSteps / 20),
    totalSteps,
  };
  const trainer = await openTrainer(engine, training, { threads, resume });
  const answers = await openAnswers(job);
  try {
    let step = segment.from;
    let slower = 1;
    for (const { tensor, labels } of segmentBatches(segment, dataset)) {
      const answer = await answers.at(step - segment.from, tensor);
      const compared = losses.map((loss) => [
        lossFeed(loss),
        loss.kind === 'cross-entropy' ? labels! : tensorOf(loss.tensor, answer.get(loss.tensor)!),
      ]);
      const outcome = await trainer.step(
        { [network.inputs[0].name]: tensor, ...Object.fromEntries(compared) },
        slower * warmupCosine(schedule, step - rate.from + 1),
      );
      if (outcome.kind === 'diverged') slower /= 2;
      step++;
    }
    const samples = statisticsBatches(job, network, dataset);
    const fit = async (weights: ReadonlyMap<string, Tensor>): Promise<Graph> => {
      const options = { batch: segment.batch, threads };
      const measured = await remeasureBatchNorm(engine, withParameters(network, weights), samples, options);
      return foldTrainedBatchNorm(measured);
    };
    const students = [await fit(trainer.averages())];
    if (isLast(job)) students.push(await fit(trainer.parameters()));
    return { state: { network, trainer: trainer.state() }, students };
  } finally {
    await trainer.close();
    await answers.close();
  }

  function tensorOf(output: string, values: Float32Array): Tensor {
    const [, ...dims] = network.outputs.find(({ name }) => name === output)!.dims;
    return float32(values, [segment.batch, ...dims]);
  }
}

/** What the student is to give for a batch of the segment, by output. */
interface OpenAnswers {
  at(index: number, batch: Tensor): Promise<ReadonlyMap<string, Float32Array>>;
  close(): Promise<void>;
}

async function openAnswers({ answers, segment, threads }: RetrainJob): Promise<OpenAnswers> {
  if ('teachers' in answers) {
    const teachers = await Teachers.open(answers.teachers, { batch: segment.batch, threads });
    return { at: (_, batch) => teachers.answer(batch), close: () => teachers.close() };
  }
  return {
    async at(index) {
      const part = (all: Float32Array): Float32Array => {
        const size = all.length / (segment.to - segment.from);
        return all.subarray(index * size, (index + 1) * size);
      };
      return new Map([...answers].map(([name, all]) => [name, part(all)]));
    },
    async close() {},
  };
}

async function startOf(
  job: RetrainJob,
  engine: Engine,
  dataset: Samples,
): Promise<{ network: Graph; trainer?: RetrainingState['trainer'] }> {
  const { student, segment, threads } = job;
  if ('state' in student) return student.state;
  const { assembled } = student;
  const statistics = await measureStatistics(
    engine,
    assembled,
    convolutionsToNormalise(assembled),
    statisticsBatches(job, assembled, dataset),
    { batch: segment.batch, threads },
  );
  return { network: insertBatchNorm(assembled, statistics) };
}

/** Whether a student comes out of it that will not be trained on. */
const isLast = ({ segment, rate, isTrial }: RetrainJob): boolean => segment.to === rate.to && !isTrial;

/** The same for every stretch; one batch at a time is in memory. */
function statisticsBatches(job: RetrainJob, graph: Graph, dataset: Samples): Iterable<Feeds> {
  const { segment } = job;
  const { batch, seed, input } = segment;
  const order = shuffledIndices(dataset.count, seed, -1);
  const { least, most, share } = STATISTICS_SAMPLES;
  const wanted = isLast(job) ? most : share * batch * (segment.to - segment.from);
  const samples = Math.min(most, Math.max(least, wanted), order.length);
  const count = Math.max(1, Math.floor(samples / batch));
  return {
    *[Symbol.iterator]() {
      for (let index = 0; index < count; index++) {
        const indices = Array.from({ length: batch }, (_, i) => order[(index * batch + i) % order.length]);
        const rng = rngOf(seed, 'statistics', index);
        yield { [graph.inputs[0].name]: augmentedBatch(dataset, indices, input, rng) };
      }
    },
  };
}
