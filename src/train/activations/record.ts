import type { InputPlan } from '../../config/plan.js';
import { ActivationWriter } from '../../data/activation-writer.js';
import { batchTensor } from '../../data/batch.js';
import type { PackedDataset } from '../../data/dataset.js';
import { withDataset } from '../../data/packed.js';
import { between } from '../../onnx/between.js';
import type { Graph } from '../../onnx/graph.js';
import { sampleDims } from '../../onnx/sample-dims.js';
import { samplesReading } from '../../onnx/samples-within.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import type { WorkerTask } from '../../runtime/workers.js';

/** One activation of a network to be written to a file, over the first `count` of the samples. */
export interface Recording {
  readonly tensor: string;
  readonly path: string;
  readonly count: number;
  readonly dtype: 'float16' | 'float32';
}

export interface RecordJob {
  /** A network in normal form with one input. */
  readonly graph: Graph;
  /** A packed data set. */
  readonly dataset: string;
  readonly input: InputPlan;
  /** Which samples, in this order. */
  readonly indices: readonly number[];
  /** At most; fewer samples a batch where activations are large. */
  readonly batch: number;
  readonly recordings: readonly Recording[];
}

export const recordTask: WorkerTask = { file: new URL(import.meta.url), name: 'recordActivations' };

/**
 * Worker task: runs the network once over the samples, batch by batch, and writes the activations; a file appears
 * under its name when it is whole.
 */
export const recordActivations = (job: RecordJob): Promise<void> =>
  withDataset(job.dataset, (dataset) => record(dataset, job));

async function record(dataset: PackedDataset, job: RecordJob): Promise<void> {
  const { name: input, dims: inputDims } = job.graph.inputs[0];
  const made = [...new Set(job.recordings.map(({ tensor }) => tensor))].filter((tensor) => tensor !== input);
  const session =
    made.length === 0
      ? undefined
      : await cpuEngine.open(writeGraph(between(job.graph, [input], made), { batch: 'dynamic' }), {
          threads: 1,
          optimization: 'all',
        });
  const dimsOf = (tensor: string): readonly number[] =>
    sampleDims(tensor === input ? inputDims : job.graph.values.get(tensor)!.dims);
  const writers = job.recordings.map((recording) => ({
    ...recording,
    writer: ActivationWriter.create(recording.path, {
      dims: dimsOf(recording.tensor),
      count: recording.count,
      dtype: recording.dtype,
    }),
  }));
  const last = Math.max(...job.recordings.map(({ count }) => count));
  const batch = samplesReading(job.graph, made, job.batch);
  try {
    for (let start = 0; start < last; start += batch) {
      const indices = job.indices.slice(start, Math.min(start + batch, last));
      const tensor = batchTensor(dataset, indices, job.input);
      const wanted = [
        ...new Set(writers.filter(({ count }) => count > start).map((entry) => entry.tensor)),
      ].filter((name) => name !== input);
      const results =
        session === undefined || wanted.length === 0 ? {} : await session.run({ [input]: tensor }, wanted);
      for (const { tensor: name, count, writer } of writers) {
        if (count <= start) continue;
        const values = (name === input ? tensor : results[name]).data as Float32Array;
        const samples = Math.min(indices.length, count - start);
        writer.append(values.subarray(0, (values.length / indices.length) * samples));
      }
    }
    for (const { writer } of writers) await writer.finish();
  } catch (error) {
    for (const { writer } of writers) await writer.discard();
    throw error;
  } finally {
    await session?.close();
  }
}
