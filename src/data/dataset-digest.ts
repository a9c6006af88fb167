import { createHash } from 'node:crypto';

/** sha256 (hex) of shape, type, values and labels: equal for data sets that give the same batches. */
export function datasetDigest(
  sampleDims: readonly number[],
  values: Uint8Array | Float32Array,
  labels: Int32Array | undefined,
): string {
  const dtype = values instanceof Uint8Array ? 'uint8' : 'float32';
  const hash = createHash('sha256').update(
    JSON.stringify([sampleDims, dtype, values.length, labels?.length ?? null]),
  );
  const step = 1 << 28;
  for (let start = 0; start < values.byteLength; start += step) {
    const length = Math.min(step, values.byteLength - start);
    hash.update(new Uint8Array(values.buffer, values.byteOffset + start, length));
  }
  if (labels) hash.update(labels);
  return hash.digest('hex');
}
