import type { ProviderOf } from '../config/runtimes.js';
import { createWorkers } from '../runtime/workers.js';
import { type Comparison, DEFAULT_LATENCY_OPTIONS, type LatencyOptions } from './compare-latency.js';
import type { ModelBytesOrPath } from './model-source.js';

/** Models that are compared with the same reference, such as the alternatives of one sub-network with the original. */
export interface LatencyGroup<
  Timed extends { readonly model: ModelBytesOrPath } = { readonly model: ModelBytesOrPath },
> {
  readonly reference: Timed;
  readonly candidates: readonly (Timed & { readonly key: string })[];
}

export interface LatencyJob {
  readonly groups: readonly LatencyGroup[];
  readonly provider: ProviderOf<'process'>;
  readonly threads: number;
  readonly options: LatencyOptions;
}

export interface LatencyContext {
  readonly signal?: AbortSignal | undefined;
  /** Called after each group with the number of candidates that are done. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

const TASK = { file: new URL('./latency-task.js', import.meta.url), name: 'runLatencyJob' };

/**
 * Latency of single-sample runs on ONNX Runtime in Node, by candidate key. Runs alone in a fresh process; the caller
 * sees to it that nothing else works on the machine meanwhile. About one second a candidate at the default options.
 * @throws BespokeError ENGINE_OPEN, WORKER_DIED; the signal's reason after an abort
 */
export async function measureLatency(
  job: Omit<LatencyJob, 'options'> & { readonly options?: Partial<LatencyOptions> },
  { signal, onProgress }: LatencyContext = {},
): Promise<ReadonlyMap<string, Comparison>> {
  const workers = createWorkers({ workers: 1, signal });
  const { provider, threads } = job;
  const options = { ...DEFAULT_LATENCY_OPTIONS, ...job.options };
  const results = new Map<string, Comparison>();
  try {
    for (const group of job.groups) {
      const part: LatencyJob = { groups: [group], provider, threads, options };
      const measured = await workers.run<Record<string, Comparison>>(TASK, part);
      for (const [key, comparison] of Object.entries(measured)) results.set(key, comparison);
      onProgress?.(results.size);
    }
  } finally {
    await workers.close();
  }
  return results;
}
