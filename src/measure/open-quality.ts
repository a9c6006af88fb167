import { basename } from 'node:path';
import { loadModule } from '../config/load-module.js';
import type { QualityPlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';
import { type Evidence, quality, qualityLoss } from './metrics.js';

/** How good a model is, as the configuration wants it measured. */
export interface Quality {
  readonly metric: QualityPlan['metric'];
  of(evidence: Evidence): Promise<number>;
  /** Positive is worse. */
  loss(teacher: number, student: number): number;
}

/**
 * A module's default export is `({ outputs, labels, teacher }) => number`, higher is better; outputs and teacher are
 * lists of `{ name, dims, data }` (see {@link Evidence}).
 * @throws BespokeError QUALITY_MODULE when the module exports no function, or when it throws or gives no number.
 */
export async function openQuality(plan: QualityPlan): Promise<Quality> {
  const { metric } = plan;
  const loss = (teacher: number, student: number): number => qualityLoss(metric, teacher, student);
  if (plan.metric !== 'module') {
    const builtIn = plan.metric;
    return { metric, loss, of: async (evidence) => quality(builtIn, evidence) };
  }
  const where = basename(plan.path);
  const { value: judge } = await loadModule(plan.path);
  if (typeof judge !== 'function')
    throw moduleError(where, 'the quality module exports no function', typeof judge);
  return {
    metric,
    loss,
    async of(evidence) {
      let value: unknown;
      try {
        value = await judge(evidence);
      } catch (cause) {
        throw moduleError(where, `the quality module failed: ${(cause as Error).message}`, undefined, cause);
      }
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      throw moduleError(where, 'the quality module gave no finite number', String(value));
    },
  };
}

const moduleError = (where: string, what: string, value: unknown, cause?: unknown): BespokeError =>
  new BespokeError({
    code: 'QUALITY_MODULE',
    what,
    where,
    value,
    accepted: 'export default ({ outputs, labels, teacher }) => number, where higher is better',
    cause,
  });
