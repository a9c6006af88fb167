import type { Problem } from '../errors.js';
import type { BespokeConfig, EffortConfig } from './gen/config-schema.js';

/** Former names of numbers, and what they are called now. */
const FORMER = {
  imported: 'import',
  approximated: 'prune',
  shortened: 'shorten',
  decomposed: 'decompose',
} as const;

/**
 * How much work is spent, in counts, so that the same configuration gives the same bytes on every machine; `minutes`
 * are turned into counts by the build. The schema says what each number means.
 */
export type Effort = Readonly<Required<Omit<EffortConfig, 'minutes' | keyof typeof FORMER>>>;

/** A time that a build from scratch is to take. */
export interface WallClock {
  readonly minutes: number;
  /** Numbers of the effort that stay as they are; sorted. */
  readonly given: readonly (keyof Effort)[];
}

/** The presets of `effort`. */
export const effortPresets: Readonly<Record<'quick' | 'balanced' | 'thorough', Effort>> = {
  quick: {
    subNetworks: 12,
    maxSpan: 0.3,
    wholeCuts: 1,
    import: 8,
    prune: 10,
    shorten: 6,
    decompose: 8,
    samples: 1024,
    solveSamples: 256,
    steps: 60,
    trainGigaMacs: 10,
    batch: 64,
    qualitySamples: 500,
    retrainGigaMacs: 900,
    retrainEpochs: 6,
    annealingIterations: 5000,
  },
  balanced: {
    subNetworks: 30,
    maxSpan: 0.3,
    wholeCuts: 1,
    import: 24,
    prune: 36,
    shorten: 14,
    decompose: 24,
    samples: 4096,
    solveSamples: 512,
    steps: 150,
    trainGigaMacs: 80,
    batch: 64,
    qualitySamples: 1000,
    retrainGigaMacs: 50000,
    retrainEpochs: 30,
    annealingIterations: 5000,
  },
  thorough: {
    subNetworks: 100,
    maxSpan: 0.3,
    wholeCuts: 1,
    import: 80,
    prune: 120,
    shorten: 50,
    decompose: 80,
    samples: 8192,
    solveSamples: 1024,
    steps: 500,
    trainGigaMacs: 400,
    batch: 64,
    qualitySamples: 3000,
    retrainGigaMacs: 160000,
    retrainEpochs: 60,
    annealingIterations: 20000,
  },
};

/** The numbers of a preset, or of an object over those of 'balanced'. */
export function effortOf(effort: BespokeConfig['effort'] = 'balanced'): Effort {
  if (typeof effort === 'string') return effortPresets[effort];
  return { ...effortPresets.balanced, ...given(effort) };
}

/** What the numbers are to be fitted to, where minutes are given. */
export function wallClockOf(effort: BespokeConfig['effort']): WallClock | undefined {
  if (typeof effort !== 'object' || effort.minutes === undefined) return undefined;
  return { minutes: effort.minutes, given: Object.keys(given(effort)).sort() as (keyof Effort)[] };
}

function given({ minutes: _, ...numbers }: EffortConfig): Partial<Effort> {
  const entries = Object.entries(numbers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [nameNow(key), value]));
}

const nameNow = (key: string): string =>
  Object.hasOwn(FORMER, key) ? FORMER[key as keyof typeof FORMER] : key;

/** A number that is given twice, by its name and by its former one. */
export function effortProblems(effort: BespokeConfig['effort']): Problem[] {
  if (typeof effort !== 'object') return [];
  return Object.entries(effort).flatMap(([key, value]) => {
    const name = nameNow(key) as keyof EffortConfig;
    if (name === key || value === undefined || effort[name] === undefined) return [];
    return {
      code: 'CONFIG_VALUE',
      what: `'${key}' is the former name of '${name}', but both are given`,
      where: `effort.${key}`,
      value,
      accepted: `'${name}' alone`,
    };
  });
}
