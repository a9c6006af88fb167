import { openActivations } from '../../data/activation-reader.js';
import type { Graph } from '../../onnx/graph.js';
import { float32 } from '../../onnx/tensor.js';
import { rngOf } from '../../random.js';
import type { Engine } from '../../runtime/engine.js';
import { openEngine } from '../../runtime/engines.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { convolutionsToNormalise } from '../batch-norm/convolutions.js';
import { foldBatchNorm } from '../batch-norm/fold.js';
import { insertBatchNorm } from '../batch-norm/insert.js';
import { measureStatistics, remeasureBatchNorm } from '../batch-norm/measure.js';
import { solveInOrder } from '../solve/solve-in-order.js';
import { warmupCosine } from '../step/schedule.js';
import { trainableParameters } from '../step/trainable.js';
import { openTrainer } from '../step/trainer.js';
import { buildTrainingGraph } from '../step/training-graph.js';
import { withParameters } from '../step/with-parameters.js';
import { blockError } from './block-error.js';
import { BlockSamples } from './block-samples.js';
import type { ImitationJob, ImitationResult } from './imitation-job.js';

export const imitateTask: WorkerTask = { file: new URL(import.meta.url), name: 'imitate' };

/** Block error below which gradient steps, with their noise, do not help what least squares found. */
const GOOD_ENOUGH = 0.02;

/** Worker task: least squares, then gradient steps on the normalised squared error; the best of all on held-out samples stays. One thread. */
export async function imitate(job: ImitationJob): Promise<ImitationResult> {
  const engine = await openEngine(job.engine, () => {});
  const samples = new BlockSamples(job.input, job.target, job.samples, job.batch);
  try {
    const start = await blockError(engine, job.graph, samples);
    let best = { graph: job.graph, error: start };
    let solved = start;
    if (job.solve.length > 0) {
      const graph = await solve(job, engine, samples);
      solved = await blockError(engine, graph, samples);
      if (solved < best.error) best = { graph, error: solved };
    }
    let trained = best.error;
    if (job.steps > 0 && best.error > GOOD_ENOUGH && trainableParameters(best.graph).length > 0) {
      const graph = await train(best.graph, job, engine, samples);
      trained = await blockError(engine, graph, samples);
      if (trained < best.error) best = { graph, error: trained };
    }
    return { graph: best.graph, nmse: { start, solved, trained } };
  } finally {
    samples.close();
  }
}

async function solve(job: ImitationJob, engine: Engine, samples: BlockSamples): Promise<Graph> {
  const count = Math.max(1, Math.floor(Math.min(job.solveSamples, samples.trainSamples) / job.batch));
  const files = new Map(
    job.references.map(({ ref, path }) => [`${ref.member}\n${ref.tensor}`, openActivations(path)]),
  );
  try {
    return await solveInOrder(job.graph, job.solve, {
      engine,
      batch: job.batch,
      inputs: Array.from({ length: count }, (_, index) => samples.input(index)),
      reference: ({ member, tensor }, index) =>
        files.get(`${member}\n${tensor}`)!.readRange(index * job.batch, job.batch),
      maxPositions: 2 ** 17,
      maxColumns: 1200,
    });
  } finally {
    for (const file of files.values()) file.close();
  }
}

/** Adam at a warmed-up cosine rate, with batch norm put back and folded again. */
async function train(graph: Graph, job: ImitationJob, engine: Engine, samples: BlockSamples): Promise<Graph> {
  const input = graph.inputs[0].name;
  const dims = (name: string): number[] => [job.batch, ...graph.values.get(name)!.dims.slice(1)];
  const measuring = { batch: job.batch, threads: 1 };
  const first = (batches: number) =>
    Array.from({ length: Math.min(batches, samples.trainBatches) }, (_, index) => ({
      [input]: float32(samples.input(index), dims(input)),
    }));
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
  });
  const trainer = await openTrainer(engine, training, { threads: 1 });
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
      const picked = samples.pick(order.slice(at, at + job.batch));
      const feeds = {
        [input]: float32(picked.input, dims(input)),
        'block:reference': float32(picked.target, dims(output)),
      };
      const outcome = await trainer.step(feeds, warmupCosine(schedule, step + 1));
      if (outcome.kind === 'diverged') return graph;
    }
    const trained = withParameters(normalised, trainer.parameters());
    return foldBatchNorm(await remeasureBatchNorm(engine, trained, first(8), measuring));
  } finally {
    await trainer.close();
  }
}
