import type { CostMetric } from '../config/metrics.js';
import type { WorkerTask } from '../runtime/workers.js';
import type { SearchProblem } from './problem.js';
import { type CurveOptions, type CurvePoint, tradeOffCurve } from './trade-off-curve.js';

export const curveTask: WorkerTask = { file: new URL(import.meta.url), name: 'runCurve' };

export interface CurveJob {
  readonly problem: SearchProblem;
  readonly metric: CostMetric;
  readonly options?: Omit<CurveOptions, 'signal'>;
}

/** Worker task: `tradeOffCurve`. */
export async function runCurve({ problem, metric, options }: CurveJob): Promise<readonly CurvePoint[]> {
  return await tradeOffCurve(problem, metric, options);
}
