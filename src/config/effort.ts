import type { BespokeConfig, EffortConfig } from './gen/config-schema.js';
import type { Effort } from './plan.js';

/** The presets of `effort`. */
export const effortPresets: Readonly<Record<'quick' | 'balanced' | 'thorough', Effort>> = {
  quick: {
    subNetworks: 12,
    maxSpan: 0.3,
    imported: 8,
    approximated: 12,
    shortened: 6,
    samples: 1024,
    solveSamples: 256,
    steps: 60,
    trainGigaMacs: 60,
    batch: 64,
    qualitySamples: 512,
    retrainGigaMacs: 1500,
    retrainEpochs: 4,
    annealingIterations: 5000,
  },
  balanced: {
    subNetworks: 40,
    maxSpan: 0.3,
    imported: 30,
    approximated: 50,
    shortened: 20,
    samples: 4096,
    solveSamples: 512,
    steps: 200,
    trainGigaMacs: 400,
    batch: 64,
    qualitySamples: 1000,
    retrainGigaMacs: 9000,
    retrainEpochs: 30,
    annealingIterations: 5000,
  },
  thorough: {
    subNetworks: 120,
    maxSpan: 0.3,
    imported: 90,
    approximated: 150,
    shortened: 60,
    samples: 12288,
    solveSamples: 1024,
    steps: 600,
    trainGigaMacs: 1200,
    batch: 64,
    qualitySamples: 3000,
    retrainGigaMacs: 27000,
    retrainEpochs: 90,
    annealingIterations: 20000,
  },
};

/** The numbers of a preset, or of an object over those of 'balanced'. */
export function effortOf(effort: BespokeConfig['effort'] = 'balanced'): Effort {
  if (typeof effort === 'string') return effortPresets[effort];
  const given = Object.entries(effort).filter(([, value]) => value !== undefined);
  return { ...effortPresets.balanced, ...(Object.fromEntries(given) as EffortConfig) };
}
