import type { TargetPlan } from '../../config/plan.js';
import type { Precision } from '../../config/precision-plan.js';
import { BespokeError } from '../../errors.js';
import type { NormalMember } from '../inputs/members.js';
import type { BuildSession } from '../session.js';
import { faultOnDevice } from './device-outputs.js';
import { type Calibrated, type Lowering, loweringsTo } from './lowering.js';
import { timedFile } from './measure-latency.js';
import { costsOf } from './student.js';

/**
 * A device that lacks an operator or a type says so when it opens or runs the model; its profile has no latency then.
 */
const LACKS = new Set(['BROWSER_RUN', 'ENGINE_OPEN', 'ENGINE_RUN', 'PROFILE_LACKS']);

/** The form of a precision in which the target runs the teacher; undefined, after a warning, where it runs none. */
export async function runningLowering(
  session: BuildSession,
  trained: Calibrated & { readonly teacher: NormalMember },
  target: TargetPlan,
  precision: Precision,
): Promise<Lowering | undefined> {
  const { teacher } = trained;
  let reason = '';
  for (const lowering of loweringsTo(precision, session, trained, target.runtime)) {
    if (!lowering.changesLatency) return lowering;
    const lowered = await lowering.network(teacher.graph);
    try {
      const { predicted } = await costsOf(session, target, teacher, teacher.graph, { lowered });
      const fault = await faultOnDevice(session, target, trained, timedFile(teacher, lowered).model());
      if (predicted === undefined && fault === undefined) return lowering;
      reason =
        fault === undefined
          ? `the device profile does not tell whether the teacher runs in ${precision}`
          : `the teacher gives other outputs there than here: ${fault}`;
    } catch (error) {
      if (!(error instanceof BespokeError) || !LACKS.has(error.code)) throw error;
      reason = error.message;
    }
  }
  session.context.onWarning(`target '${target.name}': ${precision} is left out: ${reason}`);
  return undefined;
}
