import { basename } from 'node:path';
import type { ModelPlan } from '../../config/plan.js';

/**
 * Base names of the files, teacher first, then the pool in the order of the config; a number behind where two files
 * share one.
 */
export function memberNames({ teacher, pool }: ModelPlan): string[] {
  const seen = new Map<string, number>();
  return [teacher, ...pool].map((path) => {
    const name = basename(path);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}~${count}`;
  });
}
