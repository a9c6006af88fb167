import type { CostMetric } from '../../config/metrics.js';
import type { TargetPlan } from '../../config/plan.js';
import { alternativeOfWidth } from '../../house/generate-alternatives.js';
import type { Candidate } from '../../search/problem.js';
import { trainAlternatives } from '../alternatives/train-alternatives.js';
import type { Costs, Limit } from '../costs/limits.js';
import { demandKey, demandOf } from '../demand.js';
import type { BuildSession } from '../session.js';
import type { Stopwatch } from '../stopwatch.js';
import type { Trained } from '../trained.js';
import { isForAll } from '../trained-alternative.js';

/** Share of a limit that a fitted width aims at, and from which on one is near enough. */
const AIM = 0.975;
const NEAR = 0.93;
/** Widths nearer to one another are the same network, or as good. */
const LEAST_STEP = 0.02;
const LEAST_WIDTH = 0.1;

/** A whole member at a width. */
export interface MemberWidth {
  /** Its name. */
  readonly member: string;
  readonly width: number;
}

/** What a whole network of some width takes of the limit that is hardest on it; above 1 it does not hold. */
interface Point {
  readonly width: number;
  readonly share: number;
}

/**
 * Widths at which whole members nearly use up the limits: between two that are there, or below the narrowest. Members
 * with a width that is near enough, and those that hold the limits as they are, are left out. The widths that are
 * always there are far apart, and a student that leaves a fifth of its budget unused is worse than it need be.
 */
export function fittingWidths(
  { teacher, alternatives }: Pick<Trained, 'teacher' | 'alternatives'>,
  candidates: readonly Candidate[],
  teacherCosts: Costs,
  limits: readonly Limit[],
): MemberWidth[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const shareOf = (delta: Readonly<Record<CostMetric, number>>): number =>
    Math.max(...limits.map(({ metric, limit }) => (teacherCosts[metric] + delta[metric]) / limit));
  const points = new Map<string, Point[]>();
  const add = (member: string, width: number, share: number): void => {
    points.set(member, [...(points.get(member) ?? []), { width, share }]);
  };
  add(teacher.name, 1, Math.max(...limits.map(({ metric, limit }) => teacherCosts[metric] / limit)));
  for (const { alternative } of alternatives) {
    const candidate = byId.get(alternative.id);
    const width = alternative.kind === 'member' ? 1 : alternative.width;
    if (candidate === undefined || width === undefined || !isForAll(teacher, alternative)) continue;
    add(alternative.member, width, shareOf(candidate.delta));
  }
  return [...points].flatMap(([member, some]) => {
    const width = fittingWidth([...some].sort((a, b) => a.width - b.width));
    return width === undefined ? [] : [{ member, width }];
  });
}

/** @param points by width, two at least */
function fittingWidth(points: readonly Point[]): number | undefined {
  const aboveAt = points.findIndex(({ share }) => share > 1);
  if (points.length < 2 || aboveAt < 0) return undefined;
  const [below, above] = [points[aboveAt - 1], points[aboveAt]];
  if (below !== undefined && below.share >= NEAR) return undefined;
  const width = below === undefined ? beneath(points) : between(below, above);
  if (width === undefined || width < LEAST_WIDTH) return undefined;
  const rounded = Math.round(100 * width) / 100;
  return points.some((point) => Math.abs(point.width - rounded) < LEAST_STEP) ? undefined : rounded;
}

const between = (below: Point, above: Point): number =>
  below.width + ((AIM - below.share) / (above.share - below.share)) * (above.width - below.width);

/** By the power of the width that the two narrowest follow. */
function beneath([narrowest, next]: readonly Point[]): number | undefined {
  const power = Math.log(next.share / narrowest.share) / Math.log(next.width / narrowest.width);
  return power > 0 ? narrowest.width * (AIM / narrowest.share) ** (1 / power) : undefined;
}

/** With whole members of these widths as further alternatives, trained as the others are. */
export async function withWidths(
  session: BuildSession,
  trained: Trained,
  target: TargetPlan,
  widths: readonly MemberWidth[],
  watch: Stopwatch,
): Promise<Trained> {
  const { model, members, measured, train, judge } = trained;
  const [teacher, ...pool] = measured;
  const alternatives = widths.flatMap(({ member, width }) => {
    const made = alternativeOfWidth(teacher, measured.find(({ name }) => name === member)!, width);
    return made === undefined || trained.qualities.has(made.id) ? [] : [made];
  });
  if (alternatives.length === 0) return trained;
  const demand = demandOf(target);
  const houses = await trainAlternatives(
    { session, engine: await session.engine(), members, train, input: model.input },
    model,
    judge,
    { teacher, pool, alternatives, wholeCuts: 0 },
    [demand],
    watch,
  );
  const more = houses.get(demandKey(demand))!;
  return {
    ...trained,
    alternatives: [...trained.alternatives, ...more.alternatives],
    qualities: new Map([...trained.qualities, ...more.qualities]),
  };
}
