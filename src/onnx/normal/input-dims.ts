import { BespokeError } from '../../errors.js';
import type { OpenAxis } from '../open-sizes.js';

export interface InputDims {
  /** The dimensions with every one known. */
  readonly dims: readonly number[];
  readonly dynamicBatch: boolean;
  /** Height and width where they are filled in. */
  readonly openAxes: readonly OpenAxis[];
}

/** What gives the size of an input that a file leaves open: the configuration, or an option of the command. */
export type SizeOption = 'data.input.size' | '--size';

export interface SizeOptions {
  readonly option?: SizeOption | undefined;
  /** What other open dimensions are taken for. */
  readonly length?: number | undefined;
}

/**
 * The shape of a model's input with the open dimensions filled in: the batch is 1, height and width come from
 * `inputSize`, what else is open is `length`.
 * @param dims as the file states them, -1 for an open one (NCHW, NHWC, or any other rank when only the batch is open)
 * @throws BespokeError MODEL_DYNAMIC_SIZE, MODEL_INPUT_SIZE, MODEL_INPUT
 */
export function inputDims(
  dims: readonly number[],
  inputSize: readonly [number, number] | undefined,
  where: string,
  { option = 'data.input.size', length }: SizeOptions = {},
): InputDims {
  if (dims.length === 0) {
    throw new BespokeError({
      code: 'MODEL_INPUT',
      what: 'the input has no dimensions, and so no batch',
      where,
      accepted: 'an input whose first dimension is the batch',
    });
  }
  const [batch, ...rest] = dims;
  const filled = [batch < 0 ? 1 : batch, ...rest];
  const size = dims.length === 4 ? inputSize : undefined;
  const first = spatialAxis(dims);
  if (size !== undefined && first !== undefined) {
    size.forEach((length, offset) => {
      const axis = first + offset;
      if (filled[axis] < 0) filled[axis] = length;
      if (filled[axis] !== length) throw otherSize(dims, size, where, option);
    });
  }
  if (size === undefined && length !== undefined)
    for (const [axis, dim] of filled.entries()) if (dim < 0) filled[axis] = length;
  if (filled.some((dim) => dim <= 0)) throw openSize(dims, where, option);
  const names = ['height', 'width'] as const;
  const openAxes = names.flatMap((name, offset): OpenAxis[] =>
    first !== undefined && dims[first + offset] < 0 ? [{ axis: first + offset, name }] : [],
  );
  return { dims: filled, dynamicBatch: batch < 0, openAxes };
}

/** Where height is; width follows. Channels first unless only the last dimension can be channels. */
function spatialAxis(dims: readonly number[]): number | undefined {
  if (dims.length !== 4) return undefined;
  const [, second, , last] = dims;
  const channelsLast = last > 0 && last <= 4 && !(second > 0 && second <= 4);
  return channelsLast ? 1 : 2;
}

const shown = (dims: readonly number[]): string => `[${dims.map((dim) => (dim < 0 ? '?' : dim)).join(', ')}]`;

const openSize = (dims: readonly number[], where: string, option: SizeOption): BespokeError =>
  new BespokeError({
    code: 'MODEL_DYNAMIC_SIZE',
    what: 'the size of the input is not fixed',
    where,
    value: shown(dims),
    accepted: 'a fixed size; only the batch may be open',
    next: `${howToFix(dims, option)}, or export the model with a fixed size.`,
  });

function howToFix({ length }: readonly number[], option: SizeOption): string {
  if (length !== 4) return option === '--size' ? 'Give --length LENGTH' : 'Set data.input.length';
  return option === '--size' ? 'Give --size HEIGHTxWIDTH' : `Set ${option} to [height, width]`;
}

const otherSize = (
  dims: readonly number[],
  size: readonly number[],
  where: string,
  option: SizeOption,
): BespokeError =>
  new BespokeError({
    code: 'MODEL_INPUT_SIZE',
    what: `${option} is not the size that the model was exported for`,
    where,
    value: size,
    accepted: shown(dims),
    next: `Correct ${option} or leave it out.`,
  });
