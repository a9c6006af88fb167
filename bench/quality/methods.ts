/** Ways to come to a network for a budget, in the order in which they are worked through. */
export const METHODS = [
  'exact',
  'member',
  'uniform',
  'teacher',
  'anneal',
  'paper',
  'random',
  'halving',
] as const;

/**
 * - `teacher`: as given, trained for as long as a student.
 * - `member`: each other member of the pool.
 * - `uniform`: what a user gets for nothing, see uniform.ts.
 * - `random`: random compatible replacements of the house.
 * - `paper`, `anneal`, `exact`: the three searches over the same house, of each the student with the least loss before
 *   retraining.
 * - `halving`: what a build makes of all finalists of the exact search, with more steps in all.
 */
export type Method = (typeof METHODS)[number];

/** Those whose networks all take the same number of steps. */
export const ALIKE: readonly Method[] = METHODS.filter((method) => method !== 'halving');

export const isMethod = (name: string): name is Method => (METHODS as readonly string[]).includes(name);
