import { sizeOf, type Tensor } from '../../src/onnx/tensor.js';
import { type Rng, rngOf } from '../../src/random.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { openTrainer, type Trainer } from '../../src/train/step/trainer.js';
import { buildTrainingGraph, type TrainingGraph } from '../../src/train/step/training-graph.js';
import type { Contender } from './contender.js';
import type { Workload } from './workloads.js';

const batch = 64;

/**
 * This project's training step, with convolutions on blocks of channels where the machine has them, or on plain ones.
 */
export async function openOnnxruntime(
  workloads: readonly Workload[],
  threads: number,
  layout: 'blocks' | 'plain',
): Promise<Contender> {
  const channelBlock = layout === 'blocks' ? await cpuEngine.channelBlock?.() : undefined;
  const open = new Map<string, { trainer: Trainer; feeds: Record<string, Tensor> }>();
  for (const { name, graph, losses } of workloads) {
    const training = buildTrainingGraph({
      graph,
      batch,
      losses,
      optimizer: { kind: 'adam' },
      batchNorm: 'training',
      channelBlock,
    });
    const trainer = await openTrainer(cpuEngine, training, { threads });
    open.set(name, { trainer, feeds: drawFeeds(training, rngOf(1, name)) });
  }
  return {
    name: `this project (ONNX Runtime CPU, ${channelBlock === undefined ? 'plain channels' : `blocks of ${channelBlock} channels`})`,
    async times(workload, steps) {
      const { trainer, feeds } = open.get(workload)!;
      const times: number[] = [];
      for (let step = 0; step < steps; step++) {
        const start = performance.now();
        const outcome = await trainer.step(feeds, 1e-3);
        times.push(performance.now() - start);
        if (outcome.kind === 'diverged') throw new Error(`${workload} diverged`);
      }
      return times;
    },
    async close() {
      for (const { trainer } of open.values()) await trainer.close();
    },
  };
}

const drawFeeds = (training: TrainingGraph, rng: Rng): Record<string, Tensor> =>
  Object.fromEntries(
    training.feeds.map(({ name, dtype, dims }) => {
      const length = sizeOf(dims);
      const data =
        dtype === 'int64'
          ? BigInt64Array.from({ length }, () => BigInt(rng.int(10)))
          : Float32Array.from({ length }, () => rng.normal());
      return [name, { dtype, dims, data }];
    }),
  );
