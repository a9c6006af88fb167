import type { InputPlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';
import { sizeOf } from '../onnx/tensor.js';
import { fits, modelDims } from './layout.js';

/**
 * Values against the model's input and the preprocessing.
 * @param sampleDims shape of one sample, HWC where of rank 3.
 * @throws BespokeError DATA_EMPTY, DATA_SHAPE, DATA_NOT_FINITE, INPUT_CHANNELS.
 */
export function assertValues(
  values: Uint8Array | Float32Array,
  sampleDims: readonly number[],
  where: string,
  input: InputPlan,
  expectedDims: readonly number[] | undefined,
): void {
  if (values.length === 0) {
    throw new BespokeError({ code: 'DATA_EMPTY', what: 'no samples', where, value: [0, ...sampleDims] });
  }
  assertShape(sampleDims, where, input, expectedDims);
  if (values instanceof Float32Array) {
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) {
      throw new BespokeError({
        code: 'DATA_NOT_FINITE',
        what: `sample ${Math.floor(index / sizeOf(sampleDims))} has a value that is not a finite float32`,
        where,
        value: String(values[index]),
        accepted: 'finite numbers',
      });
    }
  }
}

/**
 * The shape of samples against the model's input and the preprocessing.
 * @throws BespokeError DATA_SHAPE, INPUT_CHANNELS.
 */
export function assertShape(
  sampleDims: readonly number[],
  where: string,
  input: InputPlan,
  expectedDims: readonly number[] | undefined,
): void {
  checkShape(sampleDims, where, input, expectedDims);
  const channels = sampleDims.at(-1) ?? 1;
  for (const name of ['mean', 'std'] as const) {
    if (input[name].length !== 0 && input[name].length !== channels) {
      throw new BespokeError({
        code: 'INPUT_CHANNELS',
        what: `${name} has ${input[name].length} values for samples of ${channels} channels`,
        where: `data.input.${name}`,
        value: input[name],
        accepted: `${channels} values, one per channel`,
      });
    }
  }
}

function checkShape(
  sampleDims: readonly number[],
  where: string,
  input: InputPlan,
  expectedDims: readonly number[] | undefined,
): void {
  const dims = modelDims(sampleDims, input.layout);
  if (expectedDims !== undefined && !fits(dims, expectedDims)) {
    throw new BespokeError({
      code: 'DATA_SHAPE',
      what: "samples do not have the shape of the model's input",
      where,
      value: dims,
      accepted: `[${expectedDims.map((dim) => (dim > 0 ? dim : 'any')).join(', ')}] (layout '${input.layout}')`,
      next: 'Images are resized when data.input.size is [height, width]; arrays need the right shape and layout.',
    });
  }
  if (input.size !== undefined && sampleDims.length === 3) {
    const [height, width] = sampleDims;
    if (height !== input.size[0] || width !== input.size[1]) {
      throw new BespokeError({
        code: 'DATA_SHAPE',
        what: 'samples do not have the size of data.input.size, and arrays are not resized',
        where,
        value: [height, width],
        accepted: `[${input.size.join(', ')}] ([height, width])`,
      });
    }
  }
}
