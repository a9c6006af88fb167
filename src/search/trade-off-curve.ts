import type { CostMetric } from '../config/metrics.js';
import { assignmentOf } from './assignment.js';
import { type ExactOptions, searchExact } from './exact.js';
import { ForbiddenSets } from './forbidden.js';
import { prepare } from './prepared.js';
import type { Assignment, SearchProblem } from './problem.js';
import { Solver } from './solver.js';

export interface CurveOptions extends Pick<ExactOptions, 'minLoss' | 'maxNodes'> {
  /** How many limits are searched, the two ends among them; default 24, at least 2. */
  readonly limits?: number;
  /** Asked before every search: throws to end. */
  readonly signal?: AbortSignal | undefined;
}

export interface CurvePoint {
  /** Sorted candidate ids. */
  readonly chosen: readonly string[];
  readonly predicted: Assignment['predicted'];
  readonly qualityLoss: number;
  /** No set within the point's cost loses less: proven. */
  readonly optimal: boolean;
  /** How far, at most, the least loss at this cost is below `qualityLoss`; undefined when nothing is proven. */
  readonly gap?: number | undefined;
}

/** A stretch of costs between two neighbouring points, in which others may be. */
interface Stretch {
  readonly cheap: CurvePoint;
  readonly dear: CurvePoint;
  /** Every limit from here up to `dear` is open, those below lead to `cheap`. */
  readonly from: number;
}

/** Costs that differ by less than this share of the whole range are the same. */
const sameCost = 1e-6;

/**
 * Least quality loss over one cost, as far as the model says: from the cheapest possible set to the one that loses
 * least at any cost, other requirements and the quality drop kept, those on `metric` not. Half of the limits are spread
 * evenly; the others go where the curve bends: each halves the stretch with the largest rectangle between its ends,
 * which bounds what may be missed there (the box method: Hamacher, Pedersen and Ruzika, Operations Research Letters 35,
 * 2007).
 *
 * A set that loses the same as a point may cost a little less than it: ties go to fewer replacements before cheaper
 * ones.
 *
 * @returns rising cost, falling loss, no point twice; empty when no set is within the other requirements.
 */
export async function tradeOffCurve(
  problem: SearchProblem,
  metric: CostMetric,
  { limits = 24, signal, ...exact }: CurveOptions = {},
): Promise<readonly CurvePoint[]> {
  const requirements = problem.requirements.filter((requirement) => requirement.metric !== metric);
  const leastAt = async (limit: number): Promise<CurvePoint | undefined> => {
    signal?.throwIfAborted();
    const bounded = { ...problem, requirements: [...requirements, { metric, limit }] };
    const { feasible, ...point } = await searchExact(bounded, exact);
    return feasible ? point : undefined;
  };
  const costOf = ({ predicted }: CurvePoint) => predicted[metric];
  const free = { ...problem, requirements };
  signal?.throwIfAborted();
  const cheapest = await searchCheapest(free, metric, exact);
  if (!cheapest) return [];
  const most = problem.candidates.reduce(
    (sum, { delta }) => sum + Math.max(delta[metric], 0),
    problem.teacher[metric],
  );
  const first = (await leastAt(costOf(cheapest))) ?? { ...cheapest, optimal: false };
  const last = (await leastAt(most)) ?? first;
  const range = costOf(last) - costOf(first);
  const points = [first, last];
  const tried = new Set<number>();
  const search = async (limit: number) => {
    tried.add(limit);
    const point = await leastAt(limit);
    if (point) points.push(point);
  };
  const even = Math.max(Math.floor(limits / 2) - 1, 0);
  if (range > 0) {
    for (let at = 1; at <= even; at++) await search(costOf(first) + (range * at) / (even + 1));
    for (let left = limits - 2 - even; left > 0; left--) {
      const widest = largest(stretches(front(points, metric), tried, metric), metric, sameCost * range);
      if (widest === undefined) break;
      await search((widest.from + costOf(widest.dear)) / 2);
    }
  }
  return front(points, metric);
}

/** The points that no other is at least as good as in both; of equal ones the first. */
function front(points: readonly CurvePoint[], metric: CostMetric): CurvePoint[] {
  const sorted = [...points].sort(
    (a, b) => a.predicted[metric] - b.predicted[metric] || a.qualityLoss - b.qualityLoss,
  );
  const kept: CurvePoint[] = [];
  for (const point of sorted) {
    const before = kept.at(-1);
    if (before === undefined || point.qualityLoss < before.qualityLoss - 1e-9) kept.push(point);
  }
  return kept;
}

function stretches(points: readonly CurvePoint[], tried: ReadonlySet<number>, metric: CostMetric): Stretch[] {
  return points.slice(1).map((dear, at) => {
    const cheap = points[at];
    // A limit between the two that was searched led to the cheaper one: up to there nothing is missed.
    const closed = [...tried].filter((limit) => limit < dear.predicted[metric]);
    return { cheap, dear, from: Math.max(cheap.predicted[metric], ...closed) };
  });
}

function largest(all: readonly Stretch[], metric: CostMetric, shortest: number): Stretch | undefined {
  const area = ({ cheap, dear, from }: Stretch) =>
    (dear.predicted[metric] - from) * (cheap.qualityLoss - dear.qualityLoss);
  return all
    .filter(({ dear, from }) => dear.predicted[metric] - from > shortest)
    .reduce<Stretch | undefined>(
      (best, each) => (best === undefined || area(each) > area(best) ? each : best),
      undefined,
    );
}

/**
 * The set with the least of one cost within the requirements and the quality drop, whatever it loses beside them;
 * exact. `optimal` says that no set costs less, not that none of the same cost loses less. Undefined when no set is
 * within the limits, or none was found in `maxNodes`.
 */
async function searchCheapest(
  problem: SearchProblem,
  metric: CostMetric,
  { minLoss = 0, forbidden = [], apart, maxNodes = 20_000 }: ExactOptions = {},
): Promise<Assignment | undefined> {
  const prepared = prepare(problem, minLoss);
  const excluded = new ForbiddenSets(prepared, forbidden, apart);
  if (prepared.count === 0) {
    const teacher = assignmentOf(prepared, []);
    return teacher.feasible && !excluded.has([]) ? { ...teacher, optimal: true } : undefined;
  }
  const solver = await Solver.open(prepared, excluded, maxNodes);
  const { chosen, complete } = solver.solveWithin({ minimise: 'cost', metric });
  return chosen && assignmentOf(prepared, chosen, { optimal: complete });
}
