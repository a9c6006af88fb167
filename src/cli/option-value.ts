import { BespokeError } from '../errors.js';

/** The value of an option that takes a text; undefined when it was not given. */
export function textOption(value: unknown, option: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(option, value, 'one value');
}

/** The value of an option that takes a count of at least 1; undefined when it was not given. */
export function countOption(value: unknown, option: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw wrong(option, value, 'an integer, at least 1');
}

/** `224x160` as [height, width] in pixels; undefined when it was not given. */
export function sizeOption(value: unknown, option: string): readonly [number, number] | undefined {
  if (value === undefined) return undefined;
  const match = /^([1-9]\d*)x([1-9]\d*)$/.exec(String(value));
  if (match === null) throw wrong(option, value, "height and width in pixels: '224x224'");
  return [Number(match[1]), Number(match[2])];
}

/** Whether a flag was given. */
export const flagOption = (value: unknown): boolean => value === true;

function wrong(option: string, value: unknown, accepted: string): BespokeError {
  const what = Array.isArray(value) ? 'it is given more than once' : 'not accepted';
  return new BespokeError({ code: 'OPTION_VALUE', what, where: option, value, accepted });
}
