import { rngOf } from '../random.js';
import type { WorkerTask } from '../runtime/workers.js';
import type { Assignment, SearchProblem } from './problem.js';
import { type SearchOptions, type Strategy, search } from './search.js';

export const searchTask: WorkerTask = { file: new URL(import.meta.url), name: 'runSearch' };

export interface SearchJob {
  readonly strategy: Strategy;
  readonly problem: SearchProblem;
  /** The random stream is `rngOf(seed, ...labels)`. */
  readonly seed: number;
  readonly labels: readonly (string | number)[];
  readonly options?: SearchOptions;
}

/** Worker task: `search`, which may hold its thread for seconds. */
export async function runSearch({
  strategy,
  problem,
  seed,
  labels,
  options,
}: SearchJob): Promise<Assignment> {
  return await search(strategy, problem, rngOf(seed, ...labels), options);
}
