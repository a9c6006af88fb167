import type { CostMetric } from '../../config/metrics.js';
import type { Assignment, Candidate } from '../../search/problem.js';
import type { Costs } from '../costs/limits.js';
import type { NormalMember } from '../inputs/members.js';
import type { Trained } from '../trained.js';
import { isForAll } from '../trained-alternative.js';
import type { MeasuredStudent } from './measured-students.js';

/** Alternatives to the whole teacher, each as the assignment that it is alone. */
export interface WholeNetworks {
  /** Members of the pool as they are. */
  readonly members: readonly Assignment[];
  /** Cuts of members, by the member's name; the one with the least loss first. */
  readonly cuts: ReadonlyMap<string, readonly Assignment[]>;
}

/** @param teacherCosts of the whole teacher: candidates tell what they save of them */
export function wholeNetworks(
  { teacher, alternatives }: Pick<Trained, 'teacher' | 'alternatives'>,
  candidates: readonly Candidate[],
  teacherCosts: Costs,
): WholeNetworks {
  const byId = new Map(alternatives.map(({ alternative }) => [alternative.id, alternative]));
  const members: Assignment[] = [];
  const cuts = new Map<string, Assignment[]>();
  for (const candidate of [...candidates].sort((a, b) => a.qualityLoss - b.qualityLoss)) {
    const alternative = byId.get(candidate.id)!;
    if (!isForAll(teacher, alternative)) continue;
    const assignment = assignmentOf(candidate, teacherCosts);
    if (alternative.kind === 'member') members.push(assignment);
    else cuts.set(alternative.member, [...(cuts.get(alternative.member) ?? []), assignment]);
  }
  return { members, cuts };
}

function assignmentOf({ id, delta, qualityLoss }: Candidate, teacherCosts: Costs): Assignment {
  const costs = Object.entries(teacherCosts).map(([metric, cost]) => [
    metric,
    cost + delta[metric as CostMetric],
  ]);
  const predicted = Object.fromEntries(costs) as Assignment['predicted'];
  return { chosen: [id], predicted, qualityLoss, feasible: true, optimal: false };
}

/** Whether a student is a member of the pool as it is. */
export const isMember = ({ chosen }: MeasuredStudent): boolean =>
  chosen.length === 1 && chosen[0].alternative.kind === 'member';

/** Name of the member that a student is a cut of: the teacher's where single stretches were replaced. */
export function baseOf(teacher: NormalMember, { chosen: [first] }: MeasuredStudent): string {
  return first !== undefined && isForAll(teacher, first.alternative)
    ? first.alternative.member
    : teacher.name;
}
