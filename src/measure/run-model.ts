import type { Workers, WorkerTask } from '../runtime/workers.js';
import { concatOutputs, type Outputs } from './outputs.js';
import { batchRanges } from './ranges.js';
import type { RunModelJob } from './run-model-task.js';

export const RUN_MODEL: WorkerTask = {
  file: new URL('./run-model-task.js', import.meta.url),
  name: 'runModelTask',
};

/**
 * The outputs of a model for some samples; the samples are shared out over the workers, the result is in their order.
 */
export async function runModel(workers: Workers, job: RunModelJob): Promise<Outputs> {
  const ranges = batchRanges(job.indices.length, job.fixedBatch ?? job.batch, workers.atOnce);
  const parts = ranges.map(({ start, count }) =>
    workers.run<Outputs>(RUN_MODEL, { ...job, indices: job.indices.slice(start, start + count) }),
  );
  return concatOutputs(await Promise.all(parts));
}
