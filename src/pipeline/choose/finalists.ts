import type { Trained } from '../trained.js';
import type { MeasuredStudent } from './measured-students.js';
import { EXPECTED, lossIn, type View } from './views.js';
import { baseOf, isMember } from './whole-networks.js';

/**
 * A cut that is expected to end worse than another finalist by more than this, in the judge's unit, is not worth a
 * segment.
 */
const HOPELESS = 0.03;

/**
 * Of students that hold the budgets, those that are to be retrained, distinct: the best of each view; the best whole
 * member of the pool, so that a student is never worse than that; and the best of the cuts of each member. What a cut
 * took from a larger network comes back, what a small one never had does not: no loss before retraining tells that.
 */
export async function finalistsOf(
  { teacher, judge }: Pick<Trained, 'teacher' | 'judge'>,
  held: readonly MeasuredStudent[],
  views: readonly View[],
  teacherMacs: number,
): Promise<MeasuredStudent[]> {
  const best = bestOfViews(held, views, teacherMacs, judge.unit);
  const members = held.filter(isMember);
  const values = new Map<MeasuredStudent, number>();
  for (const member of members) values.set(member, await judge.of(member.student));
  const member = least(members, (each) => judge.quality.loss(judge.teacherValue, values.get(each)!));
  const cuts = held.filter((choice) => !isMember(choice));
  const bases = [...new Set(cuts.map((choice) => baseOf(teacher, choice)))].sort();
  const bestOf = (base: string): MeasuredStudent =>
    least(
      cuts.filter((choice) => baseOf(teacher, choice) === base),
      ({ loss }) => loss,
    )!;
  const chosen = distinct([...best, member]);
  const expected = lossSeen(EXPECTED, teacherMacs, judge.unit);
  const hopeless = Math.min(...chosen.map(expected)) + HOPELESS;
  return distinct([...chosen, ...bases.map(bestOf).filter((cut) => expected(cut) <= hopeless)]);
}

/** The student of each view with the least loss in it, distinct. @param unit what counts as a whole point of loss */
export const bestOfViews = (
  held: readonly MeasuredStudent[],
  views: readonly View[],
  teacherMacs: number,
  unit: number,
): MeasuredStudent[] => distinct(views.map((view) => least(held, lossSeen(view, teacherMacs, unit))));

const lossSeen =
  (view: View, teacherMacs: number, unit: number) =>
  ({ loss, costs }: MeasuredStudent): number =>
    lossIn(view, loss / unit, costs.macs, teacherMacs);

/** The first of those with the least cost. */
export function least<T>(items: readonly T[], cost: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (best, each) => (best === undefined || cost(each) < cost(best) ? each : best),
    undefined,
  );
}

const distinct = (choices: readonly (MeasuredStudent | undefined)[]): MeasuredStudent[] => [
  ...new Set(choices.filter((choice) => choice !== undefined)),
];
