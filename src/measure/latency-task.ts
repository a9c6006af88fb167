import type { Comparison } from './compare-latency.js';
import { compareLatency, type LatencyClock } from './compare-latency.js';
import type { LatencyJob } from './latency.js';
import type { TimedModel } from './latency-target.js';
import { bytesOf, type ModelBytesOrPath } from './model-source.js';
import { onnxruntimeNodeCpu } from './targets/onnxruntime-node-cpu.js';

const CLOCK: LatencyClock = {
  now: () => performance.now(),
  preemptions: () => process.resourceUsage().involuntaryContextSwitches,
};

/** Worker task: the comparisons of one job, one after the other. Nothing else may run on the machine meanwhile. */
export async function runLatencyJob(job: LatencyJob): Promise<Record<string, Comparison>> {
  const target = onnxruntimeNodeCpu(job.threads);
  const open = async (model: ModelBytesOrPath): Promise<TimedModel> => target.open(await bytesOf(model));
  const results: Record<string, Comparison> = {};
  for (const { reference, candidates } of job.groups) {
    const original = await open(reference.model);
    try {
      for (const { key, model } of candidates) {
        const candidate = await open(model);
        try {
          results[key] = await compareLatency(original.run, candidate.run, job.options, CLOCK);
        } finally {
          await candidate.close();
        }
      }
    } finally {
      await original.close();
    }
  }
  return results;
}
