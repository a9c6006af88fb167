import type { InputPlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';
import { LARGEST_PACKED, type PackedInput, packedSize, rowLength } from '../onnx/packed-inputs.js';
import type { NamedArray, SourceSamples } from './source-samples.js';

/**
 * Samples of named arrays as rows, as a network in normal form takes them in the place of several inputs.
 * @throws BespokeError DATA_INPUTS, DATA_SHAPE, DATA_VALUE, DATA_EMPTY, CONFIG_INPUT
 */
export function packedRows(
  { count, sampleDims, values, named }: SourceSamples,
  where: string,
  input: InputPlan,
  inputs: readonly PackedInput[],
): Pick<SourceSamples, 'count' | 'sampleDims'> & { readonly values: Float32Array } {
  refusePreprocessing(input, inputs);
  if (count === 0) throw new BespokeError({ code: 'DATA_EMPTY', what: 'no samples', where });
  const [only] = inputs as readonly [PackedInput];
  const arrays = named ?? { [only.name]: { dims: sampleDims, numbers: values } };
  if (named === undefined && inputs.length > 1)
    throw new BespokeError({
      code: 'DATA_INPUTS',
      what: 'the model takes several inputs, and the samples are one array',
      where,
      accepted: `values for ${inputs.map(({ name }) => name).join(', ')}`,
      next: 'Name an array for each input in `values`; an input that is the same for all samples can be fixed with data.input.fixed.',
    });
  const length = rowLength(inputs);
  const rows = new Float32Array(count * length);
  for (const each of inputs) {
    const array = arrays[each.name];
    if (array === undefined)
      throw new BespokeError({
        code: 'DATA_INPUTS',
        what: `the samples have no values for the input '${each.name}'`,
        where,
        value: Object.keys(arrays).join(', '),
        accepted: inputs.map(({ name }) => name).join(', '),
        next: 'An input that is the same for all samples can be fixed with data.input.fixed.',
      });
    fill(rows, length, count, each, array, where);
  }
  return { count, sampleDims: [length], values: rows };
}

function refusePreprocessing({ scale, mean, std, augment }: InputPlan, inputs: readonly PackedInput[]): void {
  const set = { scale: scale !== 1, mean: mean.length > 0, std: std.length > 0 };
  const key = Object.entries(set).find(([, isSet]) => isSet)?.[0];
  if (key === undefined && !augment.flip && augment.shift === 0) return;
  throw new BespokeError({
    code: 'CONFIG_INPUT',
    what: `${key ?? 'augment'} does not apply to ${inputs.map(({ name }) => name).join(', ')}`,
    where: `data.input.${key ?? 'augment'}`,
    accepted: 'values as the model takes them, where it takes several inputs, or integers',
    next: 'Leave it out, and preprocess the samples.',
  });
}

function fill(
  rows: Float32Array,
  length: number,
  count: number,
  input: PackedInput,
  { dims, numbers }: NamedArray,
  where: string,
): void {
  const wanted = input.dims.slice(1);
  const size = packedSize(input);
  const isFlat = dims.length === 1 && dims[0] === size && wanted.length === 0;
  if ((!isFlat && dims.join() !== wanted.join()) || numbers.length !== count * size)
    throw new BespokeError({
      code: 'DATA_SHAPE',
      what: `the values of '${input.name}' do not have the shape of this input, or not the number of samples`,
      where,
      value: `${numbers.length} values, samples of [${dims.join(', ')}]`,
      accepted: `${count} samples of [${wanted.join(', ')}]`,
      next: 'Sequences are padded to one length, which data.input.length gives a model that leaves it open.',
    });
  const fits = checkOf(input);
  for (let at = 0; at < numbers.length; at++) {
    const [sample, place] = [Math.floor(at / size), at % size];
    const value = Number(numbers[at]);
    if (!fits.check(value))
      throw new BespokeError({
        code: 'DATA_VALUE',
        what: `sample ${sample} has a value at place ${place} of '${input.name}' that the model cannot take`,
        where,
        value: String(value),
        accepted: fits.accepted,
      });
    rows[sample * length + input.offset + place] = value;
  }
}

/** Which values an input takes. */
function checkOf({ dtype, below }: PackedInput): {
  check(value: number): boolean;
  readonly accepted: string;
} {
  if (below !== undefined)
    return {
      check: (value) => Number.isInteger(value) && value >= 0 && value < below,
      accepted: `whole numbers from 0 to ${below - 1}: its embedding has ${below} rows`,
    };
  const [least, largest] =
    dtype === 'bool' ? [0, 1] : dtype === 'uint8' ? [0, 255] : [-LARGEST_PACKED, LARGEST_PACKED];
  if (dtype === 'float32')
    return { check: (value) => Number.isFinite(Math.fround(value)), accepted: 'finite numbers' };
  return {
    check: (value) => Number.isInteger(value) && value >= least && value <= largest,
    accepted: `whole numbers from ${least} to ${largest}`,
  };
}
