import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Ort } from './ort.js';

/**
 * Median milliseconds of a few runs on zeros, one sample each, after a first one that is not counted: it shows that the
 * model runs here at all, and WebGPU compiles its shaders in it. Undefined where the inputs are not known to be
 * float32.
 */
export async function probe(session: InferenceSession, ort: Ort, runs: number): Promise<number | undefined> {
  const feeds: Record<string, Tensor> = {};
  for (const input of session.inputMetadata ?? []) {
    if (!input.isTensor || input.type !== 'float32') return undefined;
    const dims = input.shape.map((size) => (typeof size === 'number' ? size : 1));
    const values = new Float32Array(dims.reduce((product, size) => product * size, 1));
    feeds[input.name] = new ort.Tensor('float32', values, dims);
  }
  if (session.inputNames.some((name) => !feeds[name])) return undefined;
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    await session.run(feeds);
    if (run > 0) times.push(performance.now() - start);
  }
  return times.sort((left, right) => left - right)[times.length >> 1];
}
