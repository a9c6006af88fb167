import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Ort } from './ort.js';

/**
 * Median milliseconds of a few runs on zeros, one sample each, after a first one that is not counted: it shows that the
 * model runs here at all, and WebGPU compiles its shaders in it. An open height or width is that which the file was
 * made at. Undefined where the inputs are not known to be float32
 * or bytes.
 * @throws when a result is not a number, as float16 gives where the device computes otherwise than it was measured
 */
export async function probe(session: InferenceSession, ort: Ort, runs: number): Promise<number | undefined> {
  const feeds: Record<string, Tensor> = {};
  for (const input of session.inputMetadata ?? []) {
    if (!input.isTensor || !/^(float32|uint8)$/.test(input.type)) return undefined;
    const dims = input.shape.map((size) => (typeof size === 'number' ? size : madeAt(size)));
    const length = dims.reduce((product, size) => product * size, 1);
    const values = input.type === 'uint8' ? new Uint8Array(length) : new Float32Array(length);
    feeds[input.name] = new ort.Tensor(input.type as 'float32', values as Float32Array, dims);
  }
  if (session.inputNames.some((name) => !feeds[name])) return undefined;
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    const results = await session.run(feeds);
    if (run === 0)
      for (const { data } of Object.values(results))
        if ((data as Float32Array).some(Number.isNaN)) throw new Error('gives NaN here');
    if (run > 0) times.push(performance.now() - start);
  }
  return times.sort((left, right) => left - right)[times.length >> 1];
}

/** Names of open heights and widths end with a size; another open dimension is the batch. */
const madeAt = (name: string): number => Number(/^(?:height|width)_(\d+)$/.exec(name)?.[1] ?? 1);
