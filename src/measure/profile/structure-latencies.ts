import type { DeviceProfile } from '../../config/gen/profile-schema.js';
import { structureOfName } from '../structure-name.js';

/**
 * Milliseconds of every structure of a profile: from the time of a whole teacher along the ratios that lead to it,
 * since times of different moments of a busy machine cannot be compared. What no ratio leads to has the time that was
 * measured of it.
 */
export function structureLatencies({ comparisons }: DeviceProfile): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const pairs = Object.entries(comparisons).flatMap(([reference, candidates]) =>
    Object.entries(candidates).map(([candidate, { ratio }]) => ({ reference, candidate, ratio })),
  );
  const byMember = new Map<string, typeof pairs>();
  for (const pair of pairs)
    for (const name of new Set([pair.reference, pair.candidate]))
      byMember.set(name, [...(byMember.get(name) ?? []), pair]);
  const teachers = pairs.filter(({ reference, candidate }) => reference === candidate);
  for (const { reference } of teachers) found.set(reference, comparisons[reference][reference].referenceMs);
  spread([...found.keys()]);
  // A part that is a whole model is that model, written in another form.
  for (const [name, ms] of [...found]) {
    const part = structureOfName(name);
    if (found.has(part) || !byMember.has(part)) continue;
    found.set(part, ms);
    spread([part]);
  }
  for (const [reference, candidates] of Object.entries(comparisons)) {
    if (found.has(reference)) continue;
    const [first] = Object.values(candidates);
    if (first === undefined) continue;
    found.set(reference, first.referenceMs);
    spread([reference]);
  }
  return found;

  function spread(from: readonly string[]): void {
    const queue = [...from];
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const ms = found.get(name)!;
      for (const { reference, candidate, ratio } of byMember.get(name) ?? []) {
        const other = reference === name ? candidate : reference;
        if (found.has(other)) continue;
        found.set(other, reference === name ? ms * ratio : ms / ratio);
        queue.push(other);
      }
    }
  }
}
