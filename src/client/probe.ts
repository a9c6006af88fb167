import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Ort } from './ort.js';

/**
 * Median milliseconds of a few runs on zeros, one sample each, after a first one that is not counted: it shows that the
 * model runs here at all, and WebGPU compiles its shaders in it. An open height or width is that which the file was
 * made at. Undefined where the inputs are of none of {@link ARRAYS}.
 * @throws when a result is not a number, as float16 gives where the device computes otherwise than it was measured; not
 *   for a model that takes integers, since a mask of zeros may do that too
 */
export async function probe(session: InferenceSession, ort: Ort, runs: number): Promise<number | undefined> {
  const feeds: Record<string, Tensor> = {};
  let masked = false;
  for (const input of session.inputMetadata ?? []) {
    const values = input.isTensor ? ARRAYS[input.type] : undefined;
    if (!input.isTensor || values === undefined) return undefined;
    const dims = input.shape.map((size) => (typeof size === 'number' ? size : madeAt(size)));
    const length = dims.reduce((product, size) => product * size, 1);
    feeds[input.name] = new ort.Tensor(input.type as 'float32', new values(length) as Float32Array, dims);
    if (!/^(float32|uint8)$/.test(input.type)) masked = true;
  }
  if (session.inputNames.some((name) => !feeds[name])) return undefined;
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    const results = await session.run(feeds);
    if (run === 0 && !masked)
      for (const { data } of Object.values(results))
        if ((data as Float32Array).some(Number.isNaN)) throw new Error('gives NaN here');
    if (run > 0) times.push(performance.now() - start);
  }
  return times.sort((left, right) => left - right)[times.length >> 1];
}

/** What ONNX Runtime's tensors take for the types that inputs have. */
const ARRAYS: Readonly<Record<string, new (length: number) => ArrayBufferView>> = {
  float32: Float32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int32: Int32Array,
  int64: BigInt64Array,
};

/** Names of open heights and widths end with a size; another open dimension is the batch. */
const madeAt = (name: string): number => Number(/^(?:height|width)_(\d+)$/.exec(name)?.[1] ?? 1);
