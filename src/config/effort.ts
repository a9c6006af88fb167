import type { BespokeConfig, EffortConfig } from './gen/config-schema.js';
import type { Effort, WallClock } from './plan.js';

/** The presets of `effort`. */
export const effortPresets: Readonly<Record<'quick' | 'balanced' | 'thorough', Effort>> = {
  quick: {
    subNetworks: 12,
    maxSpan: 0.3,
    wholeCuts: 1,
    imported: 8,
    approximated: 10,
    shortened: 6,
    decomposed: 8,
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
    imported: 24,
    approximated: 36,
    shortened: 14,
    decomposed: 24,
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
    imported: 80,
    approximated: 120,
    shortened: 50,
    decomposed: 80,
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
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined));
}
