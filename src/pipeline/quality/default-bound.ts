import { isError } from '../../config/quality-metrics.js';
import type { Judge } from './judge.js';

/** Metric of the bound, in the manifest and in messages. */
export const DEFAULT_BOUND = 'defaultQualityDrop';

/** Points of a share, 1 being all. */
const POINTS = 0.1;
/** Share of the variance of the teacher's outputs, each around its own mean. */
const VARIANCE = 0.2;

export interface DefaultBound {
  readonly metric: typeof DEFAULT_BOUND;
  /** Both as a share: of all points, or of the variance. */
  readonly limit: number;
  readonly value: number;
  readonly met: boolean;
}

/**
 * Whether a student of which nobody said how much it may lose is of use: better than a constant answer, and not worse
 * than the teacher by more than anybody expects. Undefined where a module judges, whose values mean what it likes.
 */
export function defaultBound(
  { quality, teacherValue, constantLoss }: Judge,
  value: number,
): DefaultBound | undefined {
  if (quality.metric === 'module') return undefined;
  const loss = quality.loss(teacherValue, value);
  // A teacher that always gives the same is no measure for its students.
  const isConstant = constantLoss > 0 && loss >= constantLoss;
  if (!isError(quality.metric)) {
    const limit = isConstant ? Math.min(POINTS, constantLoss) : POINTS;
    return { metric: DEFAULT_BOUND, limit, value: loss, met: !isConstant && loss <= POINTS };
  }
  if (constantLoss === 0) return undefined;
  const share = loss / constantLoss;
  return { metric: DEFAULT_BOUND, limit: VARIANCE, value: share, met: share <= VARIANCE };
}
