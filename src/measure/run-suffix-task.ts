import { type ActivationReader, openActivations } from '../data/activation-reader.js';
import { float32, type Tensor } from '../onnx/tensor.js';
import { cpuEngine } from '../runtime/onnxruntime-cpu.js';
import { bytesOf, type ModelBytesOrPath } from './model-source.js';
import type { OutputForm, Outputs } from './outputs.js';
import { runBatches } from './run-batches.js';

export interface RunSuffixJob {
  /** A suffix (see `suffixGraph`) with an open batch. */
  readonly model: ModelBytesOrPath;
  /** Activation file of the teacher by input name. */
  readonly activations: Readonly<Record<string, string>>;
  /** The first sample and how many. */
  readonly start: number;
  readonly count: number;
  readonly batch: number;
  /** What is kept of the outputs; all unless told. */
  readonly form?: OutputForm | undefined;
}

/** Worker task: the outputs of the rest of the teacher, given its recorded activations, on one thread. */
export async function runSuffixTask(job: RunSuffixJob): Promise<Outputs> {
  const session = await cpuEngine.open(await bytesOf(job.model), { threads: 1, optimization: 'all' });
  const files = new Map<string, ActivationReader>();
  try {
    for (const name of session.inputNames) files.set(name, openActivations(job.activations[name]));
    return await runBatches(session, {
      count: job.count,
      batch: job.batch,
      form: job.form,
      feeds(positions) {
        const feeds: Record<string, Tensor> = {};
        for (const [name, file] of files)
          feeds[name] = samplesFrom(file, job.start + positions[0], positions.length);
        return feeds;
      },
    });
  } finally {
    for (const file of files.values()) file.close();
    await session.close();
  }
}

/** Activations carry the batch in the first dimension, whose size at batch 1 need not be 1. */
const samplesFrom = (file: ActivationReader, start: number, count: number): Tensor =>
  float32(file.readRange(start, count), [count, ...file.dims]);
