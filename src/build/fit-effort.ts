import type { Effort, ModelPlan } from '../config/plan.js';
import { machineId } from '../measure/machine-id.js';
import { costOf } from '../onnx/cost.js';
import type { Graph } from '../onnx/graph.js';
import { keyOf } from '../store/key.js';
import { blockers } from '../train/gradient/blockers.js';
import { demandOf } from './demand.js';
import { effortWithin } from './effort-within.js';
import type { NormalMember } from './members.js';
import type { Session } from './session.js';
import { type TrainingSpeedJob, trainingSpeedTask } from './tasks/training-speed.js';

/** Assumed where the teacher cannot be trained as a whole. */
const USUAL_SPEED = 4;

/** The session with an effort that fits the minutes of the plan; itself where there are none. */
export async function withFittedEffort(
  session: Session,
  model: ModelPlan,
  members: readonly NormalMember[],
): Promise<Session> {
  const { plan, context } = session;
  if (plan.wallClock === undefined) return session;
  const [teacher] = members;
  const environments = new Set(
    plan.targets.flatMap((target) => {
      const { environment } = demandOf(target);
      return environment === undefined ? [] : [`${environment.runtime}, ${environment.threads}`];
    }),
  );
  const effort = effortWithin(plan.wallClock, plan.effort, {
    gigaMacsPerSecond: await speedOf(session, teacher.graph, teacher.digest),
    teacherGigaMacs: costOf(teacher.graph).macs / 1e9,
    members: members.length,
    targets: plan.targets.length,
    environments: environments.size,
    workers: plan.workers,
  });
  context.onProgress({
    model: model.name,
    stage: 'house',
    done: 0,
    total: 1,
    note: `effort for ${plan.wallClock.minutes} minutes: ${described(effort)}`,
  });
  return { ...session, plan: { ...plan, effort } };
}

/** Of one worker while all of them train; measured once, so that a second build fits the same numbers. */
async function speedOf(session: Session, teacher: Graph, digest: string): Promise<number> {
  if (blockers(teacher).length > 0) return USUAL_SPEED;
  const { workers, effort } = session.plan;
  const engine = await session.engine();
  const { batch } = effort;
  const job: TrainingSpeedJob = { engine, graph: teacher, batch };
  const key = keyOf('training speed', 2, { teacher: digest, engine, batch, workers, machine: machineId() });
  return session.json(key, async () => {
    const speeds = await Promise.all(
      Array.from({ length: workers }, () => session.workers.run<number>(trainingSpeedTask, job)),
    );
    return speeds.reduce((sum, speed) => sum + speed, 0) / workers;
  });
}

const described = ({ steps, trainGigaMacs, retrainGigaMacs }: Effort): string =>
  `${steps} steps, ${trainGigaMacs} GMAC an alternative, ${retrainGigaMacs} GMAC a student`;
