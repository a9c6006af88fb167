import { macsOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import { float32, sizeOf } from '../../onnx/tensor.js';
import { rngOf } from '../../random.js';
import type { EngineName } from '../../runtime/engine.js';
import { openEngine } from '../../runtime/engines.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { convolutionsToNormalise } from '../../train/batch-norm/convolutions.js';
import { insertBatchNorm } from '../../train/batch-norm/insert.js';
import { measureStatistics } from '../../train/batch-norm/measure.js';
import { openTrainer } from '../../train/step/trainer.js';
import { buildTrainingGraph } from '../../train/step/training-graph.js';

export const trainingSpeedTask: WorkerTask = { file: new URL(import.meta.url), name: 'trainingSpeed' };

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
export async function trainingSpeed({
  engine: name,
  graph,
  batch,
  threads,
}: TrainingSpeedJob): Promise<number> {
  const engine = await openEngine(name, () => {});
  const [{ name: input, dims }] = graph.inputs;
  const [output] = graph.outputs;
  const noise = (shape: readonly number[], label: string) => {
    const rng = rngOf(0, 'training speed', label);
    return float32(
      Float32Array.from({ length: sizeOf(shape) }, () => rng.normal()),
      shape,
    );
  };
  const feed = { [input]: noise([batch, ...dims.slice(1)], 'input') };
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
  const feeds = { ...feed, 'noise:reference': noise([batch, ...output.dims.slice(1)], 'output') };
  try {
    await trainer.step(feeds, 0);
    const start = performance.now();
    const seconds = (): number => (performance.now() - start) / 1000;
    let steps = 0;
    while (steps === 0 || (steps < MOST_STEPS && seconds() < SECONDS)) {
      await trainer.step(feeds, 0);
      steps++;
    }
    return (steps * batch * macsOf(graph)) / 1e9 / seconds();
  } finally {
    await trainer.close();
  }
}
