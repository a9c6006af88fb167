import type { SearchedTarget } from '../choose/searched-target.js';
import { CostBias } from '../costs/cost-bias.js';
import { costsOf } from '../costs/student.js';
import { isForSpeed } from '../demand.js';
import { type BuildSession, environmentKey } from '../session.js';
import type { Trained } from '../trained.js';
import type { SelectedStudent } from './selected-student.js';

/** What was searched for a target, and the student selected for it. */
export interface DecidedTarget {
  readonly searched: SearchedTarget;
  readonly selected: SelectedStudent;
}

/**
 * A student that was retrained for another target may hold this one's budgets as well and be better: what retraining
 * brings cannot be told beforehand, so a tighter budget sometimes ends with the better student. Each target takes the
 * best of all that hold its budgets, as measured where it runs; so a wider budget never means a worse student. Targets
 * that want speed, and strategy 'paper', keep their own. A device profile is sure to know only the students of targets
 * that share it.
 *
 * @returns the selected in the order of the targets
 */
export async function shareStudents(
  session: BuildSession,
  { teacher, judge }: Pick<Trained, 'teacher' | 'judge'>,
  decided: readonly DecidedTarget[],
): Promise<SelectedStudent[]> {
  const loss = ({ steps }: SelectedStudent): number =>
    judge.quality.loss(judge.teacherValue, steps.retrained);
  const shared: SelectedStudent[] = [];
  for (const each of decided) shared.push(await bestFor(each));
  return shared;

  async function bestFor({ searched, selected }: DecidedTarget): Promise<SelectedStudent> {
    if (session.plan.search.strategy === 'paper' || isForSpeed(searched.target)) return selected;
    const { profile } = searched.target;
    const isKnown = ({ target }: SearchedTarget): boolean =>
      profile === undefined || environmentKey(target) === environmentKey(searched.target);
    const bias = new CostBias(searched.search.limits);
    const isOver = bias.violationOf(selected.choice.costs, selected.choice.noise) > 0;
    const others = decided
      .filter((other) => other.searched.lowering.precision === searched.lowering.precision)
      .filter((other) => isKnown(other.searched))
      .map((other) => other.selected)
      .filter((other) => other !== selected && (isOver || loss(other) < loss(selected)))
      .sort((a, b) => loss(a) - loss(b));
    for (const other of others) {
      const lowered = await searched.lowering.network(other.student);
      const { student } = await costsOf(session, searched.target, teacher, other.student, { lowered });
      if (bias.violationOf(student) === 0) return other;
    }
    return selected;
  }
}
