import { parseArgs } from 'node:util';
import { effortPresets } from '../../src/config/effort.js';
import { cifarFolders } from '../cifar.js';
import { type EffortOption, effortOption } from '../effort-option.js';
import { ALIKE, isMethod, METHODS, type Method } from './methods.js';

export interface QualityOptions {
  readonly data: string;
  readonly cache: string;
  readonly effort: EffortOption;
  /** A fifth of the training images. */
  readonly small: boolean;
  /** Of the teacher's latency, in percent. */
  readonly budgets: readonly number[];
  /** Each row but `random` once for each seed from 1 on. */
  readonly seeds: number;
  /** Of `random`. */
  readonly draws: number;
  readonly methods: readonly Method[];
  /** Segments that every network is retrained for; undefined: as many as the effort allows. */
  readonly segments: number | undefined;
}

const DRAWS = 5;

/**
 * A house as small as 'quick' has it, retrained for long enough to tell methods apart: two passes over 10,000 images.
 */
export const SMALL_EFFORT: EffortOption = { ...effortPresets.quick, retrainGigaMacs: 4000 };

/** @throws Error that names what is wrong. */
export function qualityOptions(args: readonly string[]): QualityOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      cache: { type: 'string', default: 'bench/results/quality' },
      effort: { type: 'string' },
      small: { type: 'boolean', default: false },
      budgets: { type: 'string' },
      seeds: { type: 'string' },
      rows: { type: 'string', default: ALIKE.join() },
      segments: { type: 'string' },
    },
  });
  const { small } = values;
  const seeds = count('seeds', values.seeds ?? '1');
  return {
    ...cifarFolders(values),
    effort: values.effort === undefined ? (small ? SMALL_EFFORT : 'balanced') : effortOption(values.effort),
    small,
    budgets: list(values.budgets ?? (small ? '50' : '50,40,33')).map((text) => count('budgets', text)),
    seeds,
    draws: small && values.seeds === undefined ? 1 : Math.max(DRAWS, seeds),
    methods: methodsOf(values.rows),
    segments: values.segments === undefined ? undefined : count('segments', values.segments),
  };
}

const list = (text: string): string[] => text.split(',').map((item) => item.trim());

function count(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${option} '${text}': a whole number above 0 is needed`);
}

function methodsOf(text: string): Method[] {
  const names = list(text);
  const unknown = names.find((name) => !isMethod(name));
  if (unknown !== undefined) throw new Error(`--rows '${unknown}': one of ${METHODS.join(', ')} is needed`);
  return METHODS.filter((method) => names.includes(method));
}
