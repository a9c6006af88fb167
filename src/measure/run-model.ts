import type { Workers } from '../runtime/workers.js';
import { concatOutputs, type Outputs } from './outputs.js';
import { batchRanges } from './ranges.js';
import type { RunModelJob } from './run-model-task.js';

const TASK = { file: new URL('./run-model-task.js', import.meta.url), name: 'runModelTask' };

/**
 * The outputs of a model for some samples; the samples are shared out over the workers, the result is in their order.
 */
export async function runModel(workers: Workers, job: RunModelJob): Promise<Outputs> {
  const ranges = batchRanges(job.indices.length, job.fixedBatch ?? job.batch, workers.size);
  const parts = ranges.map(({ start, count }) =>
    workers.run<Outputs>(TASK, { ...job, indices: job.indices.slice(start, start + count) }),
  );
  return concatOutputs(await Promise.all(parts));
}
