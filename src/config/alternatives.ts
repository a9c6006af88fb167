import type { AlternativesConfig } from './gen/config-schema.js';
import type { KindName } from './plan.js';

const ON: Readonly<Record<KindName, boolean>> = {
  member: true,
  import: true,
  prune: true,
  shorten: true,
  decompose: true,
  lowRank: true,
  separable: true,
  shrink: true,
  activation: true,
};

/** Every kind of alternative is on that is not switched off. */
export function alternativesOf(given: AlternativesConfig = {}): Readonly<Record<KindName, boolean>> {
  const switched = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...ON, ...(Object.fromEntries(switched) as AlternativesConfig) };
}
