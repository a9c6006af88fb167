import { sizeOf, type Tensor } from '../onnx/tensor.js';
import type { EngineSession } from '../runtime/engine.js';
import { inForm } from './output-form.js';
import { concatOutputs, type Output, type OutputForm, type Outputs } from './outputs.js';

export interface SampleBatches {
  readonly count: number;
  readonly batch: number;
  /** The batch that the model is bound to; its last batch is filled up with the last sample. */
  readonly fixedBatch?: number | undefined;
  /** Inputs for these positions, from 0 to `count - 1`. */
  readonly feeds: (positions: readonly number[]) => Readonly<Record<string, Tensor>>;
  /** What is kept of the outputs; all unless told. */
  readonly form?: OutputForm | undefined;
}

/** Runs a session over all samples, batch by batch, and puts the outputs together in order. */
export async function runBatches(session: EngineSession, batches: SampleBatches): Promise<Outputs> {
  const { count, fixedBatch } = batches;
  const batch = fixedBatch ?? batches.batch;
  const parts: Outputs[] = [];
  for (let start = 0; start < count; start += batch) {
    const samples = Math.min(batch, count - start);
    const size = fixedBatch ?? samples;
    const positions = Array.from({ length: size }, (_, index) => start + Math.min(index, samples - 1));
    const results = await session.run(batches.feeds(positions));
    const outputs = session.outputNames.map((name) => firstSamples(name, results[name], size, samples));
    parts.push(inForm(outputs, batches.form ?? 'scores'));
  }
  return concatOutputs(parts);
}

function firstSamples(name: string, { data, dims }: Tensor, size: number, samples: number): Output {
  const perSample = dims[0] === size ? dims.slice(1) : [dims[0] / size, ...dims.slice(1)];
  const values = data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>, Number);
  return { name, dims: perSample, data: values.subarray(0, samples * sizeOf(perSample)) };
}
