import type { InputPlan } from '../config/plan.js';
import { batchTensor } from '../data/batch.js';
import { withDataset } from '../data/packed.js';
import { sizeOf, type Tensor } from '../onnx/tensor.js';
import { cpuEngine } from '../runtime/onnxruntime-cpu.js';
import type { WorkerTask } from '../runtime/workers.js';
import { type OutputValues, spreadValues } from './output-values.js';
import { inputsOf, randomInput } from './random-input.js';

export const runOnceTask: WorkerTask = { file: new URL(import.meta.url), name: 'runOnce' };

export interface RunOnceJob {
  readonly model: Uint8Array;
  /** What it is fed with where it takes one image or the like; else random values. */
  readonly dataset: string;
  readonly input: InputPlan;
  readonly index: number;
  /** Values that are wanted, at most. */
  readonly most: number;
}

export interface RunOnce {
  readonly inputs: readonly Tensor[];
  readonly values: OutputValues;
}

/** Worker task: what a model gives for one sample, and the sample. */
export async function runOnce(job: RunOnceJob): Promise<RunOnce> {
  const inputs = await inputsFor(job);
  const session = await cpuEngine.open(job.model, { threads: 1, optimization: 'all' });
  try {
    const results = await session.run(
      Object.fromEntries(session.inputNames.map((name, index) => [name, inputs[index]!])),
    );
    const outputs = session.outputNames.map((name) => results[name]!.data);
    return { inputs, values: spreadValues(outputs, job.most) };
  } finally {
    await session.close();
  }
}

async function inputsFor({ model, dataset, input, index }: RunOnceJob): Promise<Tensor[]> {
  const infos = inputsOf(model);
  const random = infos.map(randomInput);
  if (random.length !== 1 || random[0]!.dtype !== 'float32') return random;
  const sample = await withDataset(dataset, async (samples) => batchTensor(samples, [index], input));
  const fits = sizeOf(sample.dims) === sizeOf(random[0]!.dims);
  return fits ? [{ ...sample, dims: random[0]!.dims }] : random;
}
