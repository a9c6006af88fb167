import { createHash } from 'node:crypto';
import { sizeOf } from '../onnx/tensor.js';
import type { Dataset } from './dataset.js';

/** What a digest is made of besides the values. */
interface DigestedSamples extends Pick<Dataset, 'count' | 'sampleDims' | 'labels'> {
  readonly dtype: 'uint8' | 'float32';
}

/**
 * sha256 (hex) of shape, type, values and labels: equal for data sets that give the same batches. The values come by
 * `update`, in order and in pieces of any size.
 */
export function digestOfSamples({ count, sampleDims, labels, dtype }: DigestedSamples): {
  update(bytes: Uint8Array): void;
  end(): string;
} {
  const length = count * sizeOf(sampleDims);
  const hash = createHash('sha256').update(
    JSON.stringify([sampleDims, dtype, length, labels?.length ?? null]),
  );
  return {
    update(bytes) {
      hash.update(bytes);
    },
    end() {
      if (labels) hash.update(labels);
      return hash.digest('hex');
    },
  };
}
