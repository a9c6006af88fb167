import { BespokeError } from '../../errors.js';
import { sizeOf } from '../../onnx/tensor.js';
import type { SourceSamples } from '../source-samples.js';
import type { DatasetOptions } from './data-source.js';
import { isNamedNumbers, isNumbers, type NamedNumbers, numbersAsValues } from './module-values.js';

/** One sample of a module that gives them one by one. */
export interface ModuleSample {
  /** By the names of inputs for a model that takes several, or integers. */
  readonly values: ArrayLike<number> | NamedNumbers;
  /** Default: a vector; of named values, the model says it. The same for all samples. */
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
  { signal, inputs }: Pick<DatasetOptions, 'signal' | 'inputs'>,
): Promise<SourceSamples> {
  const samples: (Uint8Array | Float32Array)[] = [];
  const byInput = new Map<string, number[]>();
  const labels: number[] = [];
  let dims: readonly number[] = [];
  let count = 0;
  for await (const sample of iterable) {
    signal?.throwIfAborted();
    const index = count;
    if (!isSample(sample)) {
      throw new BespokeError({
        code: 'DATA_MODULE',
        what: `sample ${index} is not a sample`,
        where,
        value: typeof sample === 'object' && sample !== null ? Object.keys(sample) : sample,
        accepted:
          '{ values, dims?, label? } with numbers in values, or by input: { values: { [input]: numbers } }',
      });
    }
    count++;
    if (sample.label !== undefined) labels.push(sample.label);
    if (index > 0 && isNamedNumbers(sample.values) !== byInput.size > 0)
      throw otherNames(index, where, sample.values, byInput);
    if (isNamedNumbers(sample.values)) {
      addNamed(byInput, sample.values, index, where, inputs);
      continue;
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
  }
  if (labels.length !== 0 && labels.length !== count) {
    throw new BespokeError({
      code: 'DATA_LABELS',
      what: 'some samples have a label and some do not',
      where,
      value: labels.length,
      accepted: `${count} labels or none`,
    });
  }
  return {
    count,
    ...(byInput.size > 0 ? { named: named(Object.fromEntries(byInput), inputs) } : {}),
    sampleDims: dims,
    values: joined(samples, sizeOf(dims)),
    labels: labels.length === 0 ? undefined : labels,
  };
}

/** Shape of a sample at an input; undefined where the model has none of that name. */
export const dimsOfInput = (name: string, inputs: DatasetOptions['inputs']): readonly number[] | undefined =>
  inputs?.find((input) => input.name === name)?.dims.slice(1);

/** Arrays of numbers by input, in the shapes that the model says. */
export const named = (values: NamedNumbers, inputs: DatasetOptions['inputs']): SourceSamples['named'] =>
  Object.fromEntries(
    Object.entries(values).map(([name, numbers]) => [
      name,
      { dims: dimsOfInput(name, inputs) ?? [], numbers },
    ]),
  );

/** Adds one sample of named values. @throws BespokeError DATA_SHAPE */
function addNamed(
  byInput: Map<string, number[]>,
  values: NamedNumbers,
  index: number,
  where: string,
  inputs: DatasetOptions['inputs'],
): void {
  const names = Object.keys(values);
  if (index > 0 && names.sort().join() !== [...byInput.keys()].sort().join())
    throw otherNames(index, where, values, byInput);
  for (const [name, numbers] of Object.entries(values)) {
    const known = byInput.get(name) ?? [];
    byInput.set(name, known);
    const size = index === 0 ? numbers.length : known.length / index;
    const wanted = sizeOf(dimsOfInput(name, inputs) ?? [size]);
    if (numbers.length !== wanted)
      throw new BespokeError({
        code: 'DATA_SHAPE',
        what: `sample ${index} has ${numbers.length} values for '${name}'`,
        where,
        value: numbers.length,
        accepted: `${wanted} values`,
      });
    for (let at = 0; at < numbers.length; at++) known.push(Number(numbers[at]));
  }
}

const otherNames = (
  index: number,
  where: string,
  values: ModuleSample['values'],
  byInput: ReadonlyMap<string, unknown>,
): BespokeError =>
  new BespokeError({
    code: 'DATA_SHAPE',
    what: `sample ${index} has values for other inputs than the first`,
    where,
    value: isNamedNumbers(values) ? Object.keys(values).join(', ') : 'one array',
    accepted: byInput.size === 0 ? 'one array of values' : [...byInput.keys()].join(', '),
  });

function isSample(sample: unknown): sample is ModuleSample {
  if (typeof sample !== 'object' || sample === null || !('values' in sample)) return false;
  if (!isNumbers(sample.values) && !isNamedNumbers(sample.values)) return false;
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
