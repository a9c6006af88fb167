import type { ProviderOf } from '../config/runtimes.js';
import type { Tensor } from '../onnx/tensor.js';
import type { Engine, Feeds } from '../runtime/engine.js';
import { cpuEngine } from '../runtime/onnxruntime-cpu.js';
import { type Comparison, compareLatency, type LatencyClock, type TimedModel } from './compare-latency.js';
import type { LatencyJob } from './latency.js';
import { bytesOf, type ModelBytesOrPath } from './model-source.js';
import { inputsOf, randomInput } from './random-input.js';

/** What opens the models of each execution provider in a process. */
const ENGINES: Readonly<Record<ProviderOf<'process'>, Engine>> = { cpu: cpuEngine };

const CLOCK: LatencyClock = {
  now: () => performance.now(),
  preemptions: () => process.resourceUsage().involuntaryContextSwitches,
};

/** Worker task: the comparisons of one job, one after the other. Nothing else may run on the machine meanwhile. */
export async function runLatencyJob(job: LatencyJob): Promise<Record<string, Comparison>> {
  const results: Record<string, Comparison> = {};
  for (const { reference, candidates } of job.groups) {
    const original = await openTimed(reference.model, job);
    try {
      for (const { key, model } of candidates) {
        const candidate = await openTimed(model, job);
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

/** Opens a model with a batch of one as an app opens it: everything optimised, weights inside. */
async function openTimed(model: ModelBytesOrPath, { provider, threads }: LatencyJob): Promise<TimedModel> {
  const bytes = await bytesOf(model);
  const session = await ENGINES[provider].open(bytes, { threads, optimization: 'all', asInApp: true });
  const feeds: Record<string, Tensor> = {};
  inputsOf(bytes).forEach((input, index) => {
    feeds[input.name] = randomInput(input, index);
  });
  return { run: () => session.run(feeds as Feeds), close: () => session.close() };
}
