import { costTraits } from '../../config/metrics.js';
import type { TargetPlan } from '../../config/plan.js';
import { BespokeError } from '../../errors.js';
import { macsOf } from '../../onnx/cost.js';
import type { Costs } from '../costs/limits.js';
import { FLOAT32, type Lowering } from '../costs/lowering.js';
import { runningLowering } from '../costs/running-lowering.js';
import { costsOf } from '../costs/student.js';
import { demandOf, isForSpeed } from '../demand.js';
import { wholeLoss } from '../quality/whole-quality.js';
import type { BuildSession } from '../session.js';
import type { Trained } from '../trained.js';
import type { MeasuredStudent } from './measured-students.js';
import type { SearchedTarget } from './searched-target.js';
import { EXPECTED, lossIn } from './views.js';

/** Another precision than an earlier one is taken for a gain above this, in the judge's unit. */
const GAIN = 0.002;
/** Share of a limited cost that another precision must save of the teacher's to be looked at. */
const SAVING = 0.05;

interface Entry {
  readonly searched: SearchedTarget;
  /** Share by which its nearest student is over a limit; 0 when it holds all. */
  readonly violation: number;
  /** Quality that it is expected to lose, in the judge's unit. */
  readonly loss: number;
  /** ms */
  readonly latency: number;
}

/**
 * Precision is a dimension of the whole student: between parts of different precision every tensor would have to be
 * converted, which costs more than most parts save. Each precision is a search problem of its own, with every
 * alternative, the untouched rest and the base of costs in that precision, and its students are measured whole as they
 * would be emitted. The first precision of the target that holds the budgets stays unless a later one is expected to
 * lose clearly less (or, where only quality is limited, is clearly faster). A later one is only looked at when it makes
 * the teacher itself cheaper in a cost that the target limits, so int8 is never taken where it is slower and size is
 * not asked for.
 *
 * @param search for students in one precision
 */
export async function choosePrecision(
  session: BuildSession,
  trained: Trained,
  target: TargetPlan,
  search: (lowering: Lowering) => Promise<SearchedTarget>,
): Promise<SearchedTarget> {
  let best: Entry | undefined;
  for (const precision of target.precision) {
    if (best !== undefined && (isSettled(target, best) || !mayHelp(target))) break;
    const lowering = await runningLowering(session, trained, target, precision);
    if (lowering === undefined) continue;
    if (best !== undefined && !(await saves(session, trained, target, lowering))) continue;
    const entry = await entryOf(session, trained, target, await search(lowering));
    if (best === undefined || isBetter(target, entry, best)) best = entry;
  }
  if (best === undefined) throw noPrecision(target);
  return best.searched;
}

const noPrecision = ({ name, precision }: TargetPlan): BespokeError =>
  new BespokeError({
    code: 'TARGET_PRECISION',
    what: 'the target cannot run the model in any of these precisions',
    where: `targets.${name}.precision`,
    value: precision.join(', '),
    accepted: 'a list with float32',
  });

/** Precision changes neither parameters nor multiply-accumulates. */
const mayHelp = (target: TargetPlan): boolean =>
  demandOf(target).metrics.some((metric) => costTraits(metric).byPrecision !== 'stays');

const isSettled = (target: TargetPlan, { violation, loss }: Entry): boolean =>
  !isForSpeed(target) && violation === 0 && loss <= GAIN;

function isBetter(target: TargetPlan, entry: Entry, best: Entry): boolean {
  if (entry.violation > 0 || best.violation > 0) return entry.violation < best.violation;
  return isForSpeed(target) ? entry.latency < (1 - SAVING) * best.latency : entry.loss < best.loss - GAIN;
}

/** Whether the teacher itself becomes cheaper in a cost that is limited. */
async function saves(
  session: BuildSession,
  { teacher }: Trained,
  target: TargetPlan,
  lowering: Lowering,
): Promise<boolean> {
  const { metrics } = demandOf(target);
  const limited = metrics.filter((metric) => {
    const { byPrecision } = costTraits(metric);
    return byPrecision === 'changes' || (byPrecision === 'may change' && lowering.changesLatency);
  });
  if (limited.length === 0) return false;
  const { student: original } = await costsOf(session, target, teacher, teacher.graph);
  const lowered = await lowering.network(teacher.graph);
  const { student: costs } = await costsOf(session, target, teacher, teacher.graph, { lowered });
  return limited.some((metric) => costs[metric] < (1 - SAVING) * original[metric]);
}

async function entryOf(
  session: BuildSession,
  trained: Trained,
  target: TargetPlan,
  searched: SearchedTarget,
): Promise<Entry> {
  const { finalists, limits } = searched.search;
  const { judge, teacher } = trained;
  const over = (costs: Costs): number =>
    Math.max(0, ...limits.map(({ metric, limit }) => costs[metric] / limit - 1));
  const teacherMacs = macsOf(teacher.graph);
  const expected = async ({ student, loss, costs }: MeasuredStudent): Promise<number> => {
    const before = searched.lowering === FLOAT32 ? loss : await wholeLoss(session, trained, student);
    const ownLoss = lossIn(EXPECTED, before / judge.unit, costs.macs, teacherMacs);
    return ownLoss + Math.max(0, loss - before) / judge.unit;
  };
  const losses = await Promise.all(finalists.map(expected));
  const loss = Math.min(...losses);
  const allowed = Math.min(...target.budgets.map(({ limit }) => limit));
  return {
    searched,
    violation: isForSpeed(target)
      ? Math.max(0, (loss * judge.unit) / allowed - 1)
      : Math.min(...finalists.map(({ costs }) => over(costs))),
    loss,
    latency: Math.min(...finalists.map(({ costs }) => costs.latency)),
  };
}
