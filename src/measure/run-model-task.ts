import type { InputPlan } from '../config/plan.js';
import { batchTensor } from '../data/batch.js';
import type { PackedDataset } from '../data/dataset.js';
import { withDataset } from '../data/packed.js';
import { cpuEngine } from '../runtime/onnxruntime-cpu.js';
import { bytesOf, type ModelBytesOrPath } from './model-source.js';
import type { OutputForm, Outputs } from './outputs.js';
import { runBatches } from './run-batches.js';

export interface RunModelJob {
  /** With one input and an open batch, or bound to `fixedBatch`. */
  readonly model: ModelBytesOrPath;
  readonly fixedBatch?: number | undefined;
  /** A packed data set. */
  readonly dataset: string;
  readonly input: InputPlan;
  /** Which samples, in this order. */
  readonly indices: readonly number[];
  readonly batch: number;
  /** What is kept of the outputs; all unless told. */
  readonly form?: OutputForm | undefined;
}

/** Worker task: the outputs of a model for some samples of a data set, on one thread. */
export const runModelTask = (job: RunModelJob): Promise<Outputs> =>
  withDataset(job.dataset, (dataset) => run(dataset, job));

async function run(dataset: PackedDataset, job: RunModelJob): Promise<Outputs> {
  const session = await cpuEngine.open(await bytesOf(job.model), { threads: 1, optimization: 'all' });
  const [input] = session.inputNames;
  try {
    return await runBatches(session, {
      count: job.indices.length,
      batch: job.batch,
      form: job.form,
      fixedBatch: job.fixedBatch,
      feeds: (positions) => ({
        [input]: batchTensor(
          dataset,
          positions.map((position) => job.indices[position]),
          job.input,
        ),
      }),
    });
  } finally {
    await session.close();
  }
}
