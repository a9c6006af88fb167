import { BespokeError } from '../../errors.js';
import type { SourceSamples } from '../source-samples.js';
import type { NumberArray } from './npy.js';
import { asValues, type Numbers } from './numbers.js';

/** An array [N, ...sample] as N samples; [N] is N samples of one number. @throws BespokeError DATA_FORMAT. */
export function samplesOf({ dims, numbers }: NumberArray, where: string): SourceSamples {
  const [count, ...sample] = dims;
  if (count === undefined) {
    throw new BespokeError({
      code: 'DATA_FORMAT',
      what: 'a single number instead of samples',
      where,
      value: numbers[0],
      accepted: 'an array whose first dimension counts the samples',
    });
  }
  return { count, sampleDims: sample.length === 0 ? [1] : sample, values: asValues(numbers) };
}

/** An array [N] or [N, 1] as labels. @throws BespokeError DATA_LABELS. */
export function classNumbers({ dims, numbers }: NumberArray, where: string): Numbers {
  if (dims.length === 1 || (dims.length === 2 && dims[1] === 1)) return numbers;
  throw new BespokeError({
    code: 'DATA_LABELS',
    what: 'labels are not one number per sample',
    where,
    value: dims,
    accepted: 'class numbers of shape [N]',
    next: 'Convert one-hot rows with numpy.argmax(labels, axis=1).',
  });
}
