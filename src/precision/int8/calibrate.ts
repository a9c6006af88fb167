import type { InputPlan } from '../../config/plan.js';
import { batchTensor } from '../../data/batch.js';
import type { PackedDataset } from '../../data/dataset.js';
import { withDataset } from '../../data/packed.js';
import { between } from '../../onnx/between.js';
import type { Graph } from '../../onnx/graph.js';
import { activationBytes, samplesWithin } from '../../onnx/samples-within.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import type { WorkerTask } from '../../runtime/workers.js';
import type { Calibration } from './calibration.js';
import { ChannelSums } from './channel-sums.js';
import { chooseRange } from './choose-range.js';
import { FloatHistogram } from './float-histogram.js';
import { layerWeights } from './layer.js';
import { quantisedTensors } from './quantised-tensors.js';
import { rolesOf } from './roles.js';

export interface CalibrationJob {
  /** A network in normal form with one input. */
  readonly graph: Graph;
  /** A packed data set. */
  readonly dataset: string;
  readonly input: InputPlan;
  /** Which samples. */
  readonly indices: readonly number[];
}

/** Activations that are held at one time. */
const BATCH_BYTES = 2 ** 27;
const LARGEST_BATCH = 32;

export const calibrateTask: WorkerTask = { file: new URL(import.meta.url), name: 'calibrate' };

/**
 * Worker task: runs a network over samples and finds the ranges of what its int8 form rounds, and the means of what its
 * layers read.
 */
export const calibrate = (job: CalibrationJob): Promise<Calibration> =>
  withDataset(job.dataset, (samples) => calibrateOn(samples, job));

async function calibrateOn(
  samples: PackedDataset,
  { graph, input, indices }: CalibrationJob,
): Promise<Calibration> {
  const [{ name: inputName }] = graph.inputs;
  const roles = rolesOf(graph, false);
  const histograms = new Map(
    [...new Set(quantisedTensors(graph, roles, false).values())].map((name) => [name, new FloatHistogram()]),
  );
  const sums = new Map<string, ChannelSums>();
  for (const node of graph.nodes) {
    const layer = layerWeights(graph, node);
    if (layer === undefined) continue;
    const [name] = node.inputs;
    sums.set(name, new ChannelSums(graph.values.get(name)!.dims, layer.inputChannelAxis));
  }
  const made = [...new Set([...histograms.keys(), ...sums.keys()])].filter((name) => name !== inputName);
  const batch = samplesWithin(BATCH_BYTES, activationBytes(graph, made), LARGEST_BATCH);
  const session =
    made.length === 0
      ? undefined
      : await cpuEngine.open(writeGraph(between(graph, [inputName], made), { batch: 'dynamic' }), {
          threads: 1,
          optimization: 'all',
        });
  try {
    for (let start = 0; start < indices.length; start += batch) {
      const feed = batchTensor(samples, indices.slice(start, start + batch), input);
      const results = { ...(await session?.run({ [inputName]: feed })), [inputName]: feed };
      for (const [name, histogram] of histograms) histogram.add(results[name].data as Float32Array);
      for (const [name, sum] of sums) sum.add(results[name].data as Float32Array);
    }
  } finally {
    await session?.close();
  }
  return {
    ranges: new Map([...histograms].map(([name, histogram]) => [name, chooseRange(histogram)])),
    means: new Map([...sums].map(([name, sum]) => [name, sum.means()])),
  };
}
