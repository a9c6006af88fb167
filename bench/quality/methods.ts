/** Ways to come to a network for a budget, in the order in which they are worked through. */
export const METHODS = ['exact', 'member', 'uniform', 'teacher', 'anneal', 'paper', 'random'] as const;

/**
 * - `teacher`: as given, trained for as long as a student.
 * - `member`: each other member of the pool.
 * - `uniform`: what a user gets for nothing, see uniform.ts.
 * - `random`: random compatible replacements of the house.
 * - `paper`, `anneal`, `exact`: the three searches over the same house.
 */
export type Method = (typeof METHODS)[number];

export const isMethod = (name: string): name is Method => (METHODS as readonly string[]).includes(name);
