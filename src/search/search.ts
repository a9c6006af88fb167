import type { Rng } from '../random.js';
import { type AnnealOptions, searchAnneal } from './anneal.js';
import { type ExactOptions, searchExact } from './exact.js';
import { type PaperOptions, searchPaper } from './paper.js';
import type { Assignment, SearchProblem } from './problem.js';

export type Strategy = 'exact' | 'anneal' | 'paper';

export interface SearchOptions {
  readonly paper?: PaperOptions;
  readonly anneal?: AnnealOptions;
  readonly exact?: ExactOptions;
}

/** One assignment for one target. 'exact' draws nothing from `rng`. */
export async function search(
  strategy: Strategy,
  problem: SearchProblem,
  rng: Rng,
  options: SearchOptions = {},
): Promise<Assignment> {
  switch (strategy) {
    case 'exact':
      return await searchExact(problem, options.exact);
    case 'anneal':
      return searchAnneal(problem, rng, options.anneal);
    case 'paper':
      return searchPaper(problem, rng, options.paper);
  }
}
