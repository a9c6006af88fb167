import { macsOf } from '../../onnx/cost.js';
import type { Graph, ValueInfo, ValueType } from '../../onnx/graph.js';
import { stretchesOf, wiresOf } from '../../onnx/index-bounds.js';
import { randomTensor } from '../../onnx/random-tensor.js';
import type { Tensor } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { rngOf } from '../../random.js';
import type { EngineName, Feeds } from '../../runtime/engine.js';
import { openEngine } from '../../runtime/engines.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { convolutionsToNormalise } from '../../train/batch-norm/convolutions.js';
import { insertBatchNorm } from '../../train/batch-norm/insert.js';
import { measureStatistics } from '../../train/batch-norm/measure.js';
import { openTrainer } from '../../train/step/trainer.js';
import { buildTrainingGraph } from '../../train/step/training-graph.js';

export const trainingSpeedTask: WorkerTask = { file: new URL(import.meta.url), name: 'trainingSpeed' };
export const runningSpeedTask: WorkerTask = { file: new URL(import.meta.url), name: 'runningSpeed' };

export interface TrainingSpeedJob {
  readonly engine: EngineName;
  /** All of its operators have gradients. */
  readonly graph: Graph;
  readonly batch: number;
  readonly threads: number;
}

/** Steps that are timed, for about this long. */
const SECONDS = 3;
const MOST_STEPS = 50;

/**
 * Worker task: trains a network on noise and tells the billions of multiply-accumulates, counted forward
 * only, of a second.
 */
export async function trainingSpeed(job: TrainingSpeedJob): Promise<number> {
  const { graph, batch, threads } = job;
  const engine = await openEngine(job.engine, () => {});
  const [output] = graph.outputs;
  const feed = noiseFor(job);
  const statistics = await measureStatistics(engine, graph, convolutionsToNormalise(graph), [feed], {
    batch,
    threads,
  });
  const training = buildTrainingGraph({
    graph: insertBatchNorm(graph, statistics),
    batch,
    losses: [{ kind: 'nmse', tensor: output.name, weight: 1, variance: 1, name: 'noise' }],
    optimizer: { kind: 'adam', clipNorm: 1 },
    batchNorm: 'training',
    channelBlock: await engine.channelBlock?.(),
  });
  const trainer = await openTrainer(engine, training, { threads });
  const feeds = { ...feed, 'noise:reference': noise(job, output, 'output') };
  try {
    return await speedOf(job, () => trainer.step(feeds, 0));
  } finally {
    await trainer.close();
  }
}

/** Worker task: runs a network on noise, where models are judged, and tells the same of it. */
export async function runningSpeed(job: Omit<TrainingSpeedJob, 'engine'>): Promise<number> {
  const { graph, batch, threads } = job;
  const session = await cpuEngine.open(writeGraph(graph, { batch }), { threads, optimization: 'all' });
  const feed = noiseFor(job);
  try {
    return await speedOf(job, () => session.run(feed));
  } finally {
    await session.close();
  }
}

type NoiseJob = Pick<TrainingSpeedJob, 'graph' | 'batch'>;

function noise({ graph, batch }: NoiseJob, { name, dims }: ValueInfo, label: string): Tensor {
  const type: ValueType = { dtype: 'float32', dims: [batch, ...dims.slice(1)] };
  return randomTensor(type, rngOf(0, 'training speed', label), stretchesOf(wiresOf(graph), name, type));
}

const noiseFor = (job: NoiseJob): Feeds =>
  Object.fromEntries(job.graph.inputs.map((input) => [input.name, noise(job, input, 'input')]));

async function speedOf({ graph, batch }: NoiseJob, step: () => Promise<unknown>): Promise<number> {
  await step();
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  let steps = 0;
  while (steps === 0 || (steps < MOST_STEPS && seconds() < SECONDS)) {
    await step();
    steps++;
  }
  return (steps * batch * macsOf(graph)) / 1e9 / seconds();
}
