import type { InputPlan } from '../../config/plan.js';
import { batchTensor } from '../../data/batch.js';
import type { PackedDataset } from '../../data/dataset.js';
import { withDataset } from '../../data/packed.js';
import { batchPlaces, isBatchFirst } from '../../onnx/batch-place.js';
import { between } from '../../onnx/between.js';
import type { Graph } from '../../onnx/graph.js';
import { samplesReading } from '../../onnx/samples-within.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import type { WorkerTask } from '../../runtime/workers.js';

export const channelMeansTask: WorkerTask = { file: new URL(import.meta.url), name: 'channelMeans' };

export interface ChannelMeansJob {
  readonly graph: Graph;
  readonly dataset: string;
  readonly input: InputPlan;
  readonly indices: readonly number[];
  /** At most; fewer samples a batch where activations are large. */
  readonly batch: number;
}

/**
 * Worker task: mean absolute value of every channel (axis 1 of maps, else the last axis) of every float activation that
 * has the batch first.
 */
export const channelMeans = (job: ChannelMeansJob): Promise<Map<string, Float64Array>> =>
  withDataset(job.dataset, (dataset) => meansOf(dataset, job));

async function meansOf(dataset: PackedDataset, job: ChannelMeansJob): Promise<Map<string, Float64Array>> {
  const input = job.graph.inputs[0].name;
  const places = batchPlaces(job.graph);
  const made = job.graph.nodes.flatMap(({ outputs }) => outputs);
  const tensors = made.filter(
    (name) => job.graph.values.get(name)?.dtype === 'float32' && isBatchFirst(places.get(name)!),
  );
  const session = await cpuEngine.open(
    writeGraph(between(job.graph, [input], tensors), { batch: 'dynamic' }),
    {
      threads: 1,
      optimization: 'basic',
    },
  );
  const sums = new Map<string, Float64Array>();
  const counts = new Map<string, number>();
  const batch = samplesReading(job.graph, tensors, job.batch);
  try {
    for (let start = 0; start < job.indices.length; start += batch) {
      const results = await session.run({
        [input]: batchTensor(dataset, job.indices.slice(start, start + batch), job.input),
      });
      for (const tensor of tensors) {
        const { data, dims } = results[tensor];
        const isMap = dims.length === 4;
        const channels = isMap ? dims[1] : (dims.at(-1) ?? 1);
        const area = isMap ? dims[2] * dims[3] : 1;
        const sum = sums.get(tensor) ?? new Float64Array(channels);
        sums.set(tensor, sum);
        for (let i = 0; i < data.length; i++)
          sum[Math.floor(i / area) % channels] += Math.abs(Number(data[i]));
        counts.set(tensor, (counts.get(tensor) ?? 0) + data.length / channels);
      }
    }
  } finally {
    await session.close();
  }
  return new Map([...sums].map(([tensor, sum]) => [tensor, sum.map((value) => value / counts.get(tensor)!)]));
}
