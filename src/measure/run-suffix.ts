import type { Workers, WorkerTask } from '../runtime/workers.js';
import { concatOutputs, type Outputs } from './outputs.js';
import { batchRanges } from './ranges.js';
import type { RunSuffixJob } from './run-suffix-task.js';

export const RUN_SUFFIX: WorkerTask = {
  file: new URL('./run-suffix-task.js', import.meta.url),
  name: 'runSuffixTask',
};

/**
 * The outputs of a suffix, `model`, for `count` samples from `start` on, in one worker: where many suffixes are
 * measured, they go side by side. With `parts` above 1 the samples are shared out over as many jobs.
 */
export async function runSuffix(
  workers: Workers,
  job: Omit<RunSuffixJob, 'start' | 'model'> & { readonly start?: number },
  model: () => RunSuffixJob['model'],
  parts = 1,
): Promise<Outputs> {
  const ranges = batchRanges(job.count, job.batch, parts).map(({ start, count }) => ({
    start: (job.start ?? 0) + start,
    count,
  }));
  return concatOutputs(
    await Promise.all(
      ranges.map((range) => workers.run<Outputs>(RUN_SUFFIX, () => ({ ...job, ...range, model: model() }))),
    ),
  );
}
