import { BespokeError } from '../../errors.js';
import { sizeOf } from '../../onnx/tensor.js';
import type { SourceSamples } from '../source-samples.js';
import { isNumbers, numbersAsValues } from './module-values.js';

/** One sample of a module that gives them one by one. */
export interface ModuleSample {
  readonly values: ArrayLike<number>;
  /** Default: a vector. The same for all samples. */
  readonly dims?: readonly number[];
  /** For all samples or for none. */
  readonly label?: number;
}

export function isIterable(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  const isObject = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
  return isObject && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

/** @throws BespokeError DATA_MODULE, DATA_SHAPE, DATA_LABELS. */
export async function collected(
  iterable: AsyncIterable<unknown> | Iterable<unknown>,
  where: string,
  signal: AbortSignal | undefined,
): Promise<SourceSamples> {
  const samples: (Uint8Array | Float32Array)[] = [];
  const labels: number[] = [];
  let dims: readonly number[] = [];
  for await (const sample of iterable) {
    signal?.throwIfAborted();
    const index = samples.length;
    if (!isSample(sample)) {
      throw new BespokeError({
        code: 'DATA_MODULE',
        what: `sample ${index} is not a sample`,
        where,
        value: typeof sample === 'object' && sample !== null ? Object.keys(sample) : sample,
        accepted: '{ values, dims?, label? } with numbers in values',
      });
    }
    const shape = sample.dims ?? [sample.values.length];
    if (index === 0) dims = shape;
    if (shape.join() !== dims.join() || sample.values.length !== sizeOf(dims)) {
      throw new BespokeError({
        code: 'DATA_SHAPE',
        what: `sample ${index} differs in shape from the first`,
        where,
        value: { dims: shape, values: sample.values.length },
        accepted: `dims [${dims.join(', ')}] and ${sizeOf(dims)} values`,
      });
    }
    // A copy, since a module may fill one array again and again.
    samples.push(numbersAsValues(sample.values).slice());
    if (sample.label !== undefined) labels.push(sample.label);
  }
  if (labels.length !== 0 && labels.length !== samples.length) {
    throw new BespokeError({
      code: 'DATA_LABELS',
      what: 'some samples have a label and some do not',
      where,
      value: labels.length,
      accepted: `${samples.length} labels or none`,
    });
  }
  return {
    count: samples.length,
    sampleDims: dims,
    values: joined(samples, sizeOf(dims)),
    labels: labels.length === 0 ? undefined : labels,
  };
}

function isSample(sample: unknown): sample is ModuleSample {
  if (typeof sample !== 'object' || sample === null || !('values' in sample) || !isNumbers(sample.values))
    return false;
  const dims = 'dims' in sample ? sample.dims : undefined;
  const label = 'label' in sample ? sample.label : undefined;
  return (dims === undefined || Array.isArray(dims)) && (label === undefined || typeof label === 'number');
}

function joined(samples: readonly (Uint8Array | Float32Array)[], size: number): Uint8Array | Float32Array {
  const areBytes = samples.every((sample) => sample instanceof Uint8Array);
  const values = areBytes ? new Uint8Array(samples.length * size) : new Float32Array(samples.length * size);
  samples.forEach((sample, index) => {
    values.set(sample, index * size);
  });
  return values;
}
