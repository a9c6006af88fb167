import { curveTask } from '../../search/curve-task.js';
import type { CurvePoint } from '../../search/trade-off-curve.js';
import type { SearchedTarget } from '../choose/searched-target.js';
import type { SearchRecord } from '../result.js';
import type { BuildSession } from '../session.js';
import type { Trained } from '../trained.js';

const LIMITS = 24;
/** Of one limit; a curve is a picture, and a point whose optimum is not proven says so. */
const MOST_NODES = 1000;

/**
 * The whole trade-off between the target's first limited cost and quality, as search knew it at its end, and the
 * students that it was learnt from.
 */
export async function recordSearch(
  { workers }: BuildSession,
  { alternatives }: Trained,
  { target, search: { limits, measured, problem } }: SearchedTarget,
): Promise<SearchRecord> {
  const [{ metric, limit }] = limits;
  const members = new Map(
    alternatives.flatMap(({ alternative: { id, kind, member } }) =>
      kind === 'member' ? [[id, member]] : [],
    ),
  );
  const points = await workers.run<readonly CurvePoint[]>(curveTask, {
    problem,
    metric,
    options: { limits: LIMITS, maxNodes: MOST_NODES },
  });
  return {
    target: target.name,
    metric,
    limit,
    teacher: problem.teacher[metric],
    curve: points.map(({ chosen, predicted, qualityLoss, optimal }) => ({
      cost: predicted[metric],
      loss: qualityLoss,
      chosen,
      optimal,
    })),
    measured: measured
      .map(({ assignment, costs, loss }) => ({ cost: costs[metric], loss, chosen: assignment.chosen }))
      .sort((a, b) => a.cost - b.cost || a.loss - b.loss),
    members: problem.candidates
      .flatMap(({ id, delta, qualityLoss }) => {
        const member = members.get(id);
        return member === undefined
          ? []
          : [{ member, cost: problem.teacher[metric] + delta[metric], loss: qualityLoss }];
      })
      .sort((a, b) => a.cost - b.cost || a.loss - b.loss),
  };
}
