import type { BuildPlan } from '../config/plan.js';
import { openStore } from '../store/open-store.js';
import type { StandIn } from './models-at-hand.js';

/** Whether a student has come since a teacher took its place. */
export async function isFittedSince(
  { cacheDirectory }: BuildPlan,
  standIns: readonly StandIn[],
): Promise<boolean> {
  const awaited = new Set(standIns.flatMap((each) => each.awaited ?? []));
  if (awaited.size === 0) return false;
  const store = openStore(cacheDirectory);
  const found = await Promise.all([...awaited].map((key) => store.has(key)));
  return found.includes(true);
}
