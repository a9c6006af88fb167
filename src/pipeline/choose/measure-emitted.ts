import { retrainedForm } from '../../train/retrain/retrained-form.js';
import { costsOf } from '../costs/student.js';
import type { NormalMember } from '../inputs/members.js';
import type { BuildSession } from '../session.js';
import type { SearchedTarget } from './searched-target.js';

/**
 * Asks for the latency of everything that a searched may end in: each student as it is and as retraining leaves it, in
 * the precision of the target. Search has not asked for all of them; a profile has to have them, and a build that takes
 * latencies from one has to know before it retrains.
 */
export async function measureEmitted(
  session: BuildSession,
  teacher: NormalMember,
  { target, lowering, search: { finalists } }: SearchedTarget,
): Promise<void> {
  for (const { student } of finalists) {
    for (const form of [student, retrainedForm(student)])
      await costsOf(session, target, teacher, form, { lowered: await lowering.network(form) });
  }
}
