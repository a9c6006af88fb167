import type { WorkerTask } from '../runtime/workers.js';
import type { Assignment, SearchProblem } from './problem.js';
import { type SeveralOptions, searchSeveral } from './several.js';

export const severalTask: WorkerTask = { file: new URL(import.meta.url), name: 'runSeveral' };

export interface SeveralJob {
  readonly problem: SearchProblem;
  readonly count: number;
  readonly options?: SeveralOptions;
}

/** Worker task: `searchSeveral`. */
export async function runSeveral({ problem, count, options }: SeveralJob): Promise<readonly Assignment[]> {
  return await searchSeveral(problem, count, options);
}
