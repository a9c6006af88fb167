import type { DeviceProfile, ProfileComparison, ProfiledDevice } from '../../config/gen/profile-schema.js';
import type { TargetPlan } from '../../config/plan.js';
import { rounded } from '../timing.js';
import type { Records } from './records.js';

type Comparisons = Record<string, Record<string, ProfileComparison>>;

/**
 * The profile of what was measured, sorted. Entries of `before`, of the same device, are kept where nothing new was
 * measured, and so are its words for the device.
 */
export function profileOf(
  { pairs, structures }: Records,
  { runtime, threads }: Pick<TargetPlan, 'runtime' | 'threads'>,
  { description, identity }: ProfiledDevice,
  before?: DeviceProfile,
): DeviceProfile {
  const comparisons: Comparisons = {};
  for (const [reference, candidates] of Object.entries(before?.comparisons ?? {}))
    comparisons[reference] = { ...candidates };
  for (const { reference, candidate, timing, partsRatio } of pairs) {
    comparisons[reference] = {
      ...comparisons[reference],
      [candidate]: {
        ...timing,
        ...(partsRatio === undefined ? {} : { partsRatio: rounded(partsRatio) }),
      },
    };
  }
  return {
    version: 2,
    runtime,
    threads,
    device: { description: before?.device.description ?? description, identity },
    comparisons: sorted(
      Object.fromEntries(Object.entries(comparisons).map(([key, of]) => [key, sorted(of)])),
    ),
    structures: sorted({ ...before?.structures, ...Object.fromEntries(structures) }),
  };
}

const sorted = <T>(entries: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
