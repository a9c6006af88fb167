import type { Effort } from '../../config/effort.js';
import type { ModelPlan } from '../../config/plan.js';
import type { Member } from '../../house/alternative.js';
import { machineId } from '../../measure/machine-id.js';
import { macsOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import { allActivationBytes } from '../../onnx/samples-within.js';
import type { EngineName } from '../../runtime/engine.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { keyOf } from '../../store/key.js';
import type { KeyPart } from '../../store/store.js';
import { blockers } from '../../train/gradient/blockers.js';
import type { Affordable } from '../alternatives/train-alternatives.js';
import type { SearchedTarget } from '../choose/searched-target.js';
import { demandOf } from '../demand.js';
import type { NormalMember } from '../inputs/members.js';
import type { SampleSplit } from '../inputs/sample-split.js';
import type { Judge } from '../quality/judge.js';
import { MOST_THREADS, type RetrainingContext } from '../retrain/retraining-context.js';
import { type BuildSession, digestOf, environmentKey } from '../session.js';
import { isForAll } from '../trained-alternative.js';
import {
  type AlternativePace,
  type HouseLoad,
  houseGrown,
  houseWithin,
  leastHouse,
  type Pace,
  rungsWithin,
} from './effort-within.js';
import { retrainingWithin } from './retraining-within.js';
import { runningSpeedTask, trainingSpeedTask } from './training-speed.js';
import { tryAlternatives } from './trial.js';

/** Of a thread; assumed where a network cannot be trained as a whole. */
const USUAL_SPEED = 4;

interface Fitted {
  readonly model: ModelPlan;
  /** Teacher first. */
  readonly members: readonly NormalMember[];
  readonly train: SampleSplit;
  readonly judge: Judge;
}

/** With what was measured of the members, teacher first. */
interface Measured extends Fitted {
  readonly measured: readonly Member[];
}

/**
 * The session with the effort of a house that fits the minutes of the plan; itself where there are none.
 * @param spent seconds so far; those of the first build count in later ones, so that they fit the same numbers
 */
export async function withFittedHouse(
  session: BuildSession,
  fitted: Measured,
  spent: number,
): Promise<BuildSession> {
  const { plan } = session;
  if (plan.wallClock === undefined) return session;
  const { model } = fitted;
  const { given } = plan.wallClock;
  tell(session, model, 'house', 'how long alternatives take');
  const { left, pace, load } = await houseTerms(session, fitted, spent);
  const effort =
    load === null ? leastHouse(given, plan.effort) : houseWithin(left, given, plan.effort, pace, load);
  return withEffort(session, model, effort);
}

/**
 * The session with the effort of a house with more alternatives, where those there are took less time than estimated;
 * undefined where they are enough.
 * @param taken seconds that they took, as `spent` for {@link withFittedHouse}
 */
export async function withGrownHouse(
  session: BuildSession,
  fitted: Measured,
  taken: number,
): Promise<BuildSession | undefined> {
  const { plan } = session;
  if (plan.wallClock === undefined) return undefined;
  const { left, pace, load } = await houseTerms(session, fitted, 0);
  if (load === null) return undefined;
  const identity = { ...identityOf(fitted), effort: { ...plan.effort }, seed: plan.seed };
  const seconds = await secondsOf(session, 'of the house', identity, taken);
  const { given } = plan.wallClock;
  const effort = houseGrown({ seconds: left, taken: seconds }, given, plan.effort, pace, load);
  return effort && withEffort(session, fitted.model, effort);
}

/**
 * Which further rungs fit into the share of a house, by what those before took here; all of them without minutes.
 * @param taken seconds that the house took so far
 */
export function affordableWithin(session: BuildSession, fitted: Measured, taken: () => number): Affordable {
  const { plan } = session;
  return async (rungs) => {
    if (plan.wallClock === undefined) return rungs;
    const { left, pace, load } = await houseTerms(session, fitted, 0);
    if (load === null) return rungs;
    const [teacher] = fitted.members;
    const keys = rungs.map(({ work }) => work.key);
    const identity = { keys, left, workers: plan.workers, machine: machineId() };
    const fitting = await session.json(keyOf('rungs within', 1, identity), async () =>
      rungsWithin({ seconds: left, taken: taken() }, rungs, plan.effort, pace, load, ({ work }) =>
        isForAll(teacher, work.alternative),
      ).map(({ work }) => work.key),
    );
    const within = new Set(fitting);
    return rungs.filter(({ work }) => within.has(work.key));
  };
}

function withEffort(session: BuildSession, model: ModelPlan, effort: Effort): BuildSession {
  const { steps, trainGigaMacs } = effort;
  tell(session, model, 'house', effortNote(session, `${steps} steps, ${trainGigaMacs} GMAC an alternative`));
  return { ...session, plan: { ...session.plan, effort } };
}

/** What decides how large a house may be; stored, so that later calls and builds have the same. */
async function houseTerms(
  session: BuildSession,
  fitted: Measured,
  spent: number,
): Promise<{ readonly left: number; readonly pace: Pace; readonly load: HouseLoad | null }> {
  const { plan } = session;
  const { members } = fitted;
  const start = session.context.clock();
  const { workers } = plan;
  const speed = await trainingSpeedOf(session, members[0].graph, { most: workers, threads: 1 });
  const pace: Pace = { gigaMacsPerSecond: speed / workers, workers };
  const alternative = await alternativePace(session, fitted);
  const soFar = spent + (session.context.clock() - start) / 1000;
  const before = await secondsOf(session, 'before the house', identityOf(fitted), soFar);
  const samples = { trainSamples: fitted.train.count, validationSamples: fitted.judge.samples.count };
  return {
    left: 60 * plan.wallClock!.minutes - before,
    pace,
    load: alternative && { ...samples, alternative },
  };
}

/**
 * The context with as much retraining as fits into the remaining minutes of the plan; unchanged without minutes.
 * @param session with the effort of the house
 * @param spent as for {@link withFittedHouse}
 */
export async function withFittedRetraining(
  session: BuildSession,
  fitted: Fitted & { readonly retraining: RetrainingContext },
  searchedTargets: readonly SearchedTarget[],
  spent: number,
): Promise<RetrainingContext> {
  const { plan } = session;
  const { model, retraining, judge } = fitted;
  if (plan.wallClock === undefined) return retraining;
  const { minutes, given } = plan.wallClock;
  const identity = { ...identityOf(fitted), effort: { ...plan.effort }, seed: plan.seed };
  const left = 60 * minutes - (await secondsOf(session, 'before retraining', identity, spent));
  const students = searchedTargets.flatMap(({ search: { finalists } }) =>
    finalists.map(({ student }) => student),
  );
  const targets = searchedTargets.length;
  const together = Math.min(plan.workers, targets);
  const threads = Math.max(1, Math.min(MOST_THREADS, Math.floor(plan.workers / targets)));
  const largest = students.reduce((large, each) => (macsOf(each) > macsOf(large) ? each : large));
  const all = { most: together, threads };
  const mean = students.reduce((sum, student) => sum + gigaMacs(student), 0) / students.length;
  let answering = 0;
  for (const { member } of retraining.teachers)
    answering += gigaMacs(member.graph) / (await runningSpeedOf(session, member.graph, all));
  const effort = retrainingWithin(left, given, plan.effort, {
    students: searchedTargets.map(({ search: { finalists } }) => finalists.length),
    distinct: new Set(students.map(digestOf)).size,
    student: {
      training: mean / (await trainingSpeedOf(session, largest, all)),
      running: mean / (await runningSpeedOf(session, largest, all)),
    },
    teachers: answering,
    validationSamples: judge.samples.count,
    schedule: (each) => retraining.schedule(each),
  });
  const { segments, segmentSteps } = retraining.schedule(effort);
  tell(session, model, 'retrain', effortNote(session, `${segments * segmentSteps} steps a student`));
  return retraining.within(effort);
}

const gigaMacs = (graph: Graph): number => macsOf(graph) / 1e9;

const identityOf = ({ members, train, judge }: Fitted): Readonly<Record<string, KeyPart>> => ({
  members: members.map(({ digest }) => digest),
  data: train.digest,
  judge: judge.identity,
});

/** Of the build that first came to this point. */
const secondsOf = (
  session: BuildSession,
  step: string,
  identity: Readonly<Record<string, KeyPart>>,
  spent: number,
): Promise<number> =>
  session.json(
    keyOf(`seconds ${step}`, 1, { ...identity, workers: session.plan.workers, machine: machineId() }),
    async () => Math.round(spent),
  );

/** Processes that work at the same time, and the threads of each. */
interface AtOnce {
  readonly most: number;
  readonly threads: number;
}

/**
 * Billions of multiply-accumulates a second, counted forward only, of `most` processes, or as many as fit into memory,
 * while all of them train a network; measured once, so that a second build fits the same numbers.
 */
async function trainingSpeedOf(session: BuildSession, graph: Graph, atOnce: AtOnce): Promise<number> {
  if (blockers(graph).length > 0) return USUAL_SPEED * atOnce.threads * atOnce.most;
  const engine = await session.engine();
  return speedOf(session, trainingSpeedTask, 'training speed', graph, atOnce, { engine });
}

/** The same while all of them run it. */
const runningSpeedOf = (session: BuildSession, graph: Graph, atOnce: AtOnce): Promise<number> =>
  speedOf(session, runningSpeedTask, 'running speed', graph, atOnce, {});

async function speedOf(
  session: BuildSession,
  task: WorkerTask,
  name: string,
  graph: Graph,
  { most, threads }: AtOnce,
  more: { readonly engine?: EngineName },
): Promise<number> {
  const { batch } = session.plan.effort;
  const activations = batch * allActivationBytes(graph);
  const together = Math.min(most, session.workers.together(task, activations));
  const identity = { network: digestOf(graph), ...more, batch, together, threads, machine: machineId() };
  return session.json(keyOf(name, 5, identity), async () => {
    const speeds = await Promise.all(
      Array.from({ length: together }, () =>
        session.workers.run<number>(task, { graph, batch, threads, ...more }, activations),
      ),
    );
    return speeds.reduce((sum, speed) => sum + speed, 0);
  });
}

/** Null where the smallest house is empty. Measured once, as {@link speedOf}. */
async function alternativePace(
  session: BuildSession,
  { model, members, train, judge, measured }: Measured,
): Promise<AlternativePace | null> {
  const { plan } = session;
  const effort = leastHouse(plan.wallClock!.given, plan.effort);
  const engine = await session.engine();
  const { workers, seed } = plan;
  const identity = { ...identityOf({ model, members, train, judge }), effort: { ...effort }, seed };
  const kinds = { ...plan.alternatives };
  const environments = new Map(
    plan.targets.flatMap((target) => {
      const { environment } = demandOf(target);
      // For a profile nothing is measured.
      if (environment === undefined || environment.profile !== undefined) return [];
      return [[environmentKey(environment), environment] as const];
    }),
  );
  const key = keyOf('pace of alternatives', 9, {
    ...identity,
    kinds,
    engine,
    workers,
    environments: [...environments.keys()].sort(),
    machine: machineId(),
  });
  return session.json(key, async () => {
    const small = { ...session, plan: { ...plan, effort } };
    const imitation = { session: small, engine, members, train, input: model.input };
    return (await tryAlternatives(imitation, model, judge, measured, [...environments.values()])) ?? null;
  });
}

const effortNote = ({ plan }: BuildSession, numbers: string): string =>
  `effort for ${plan.wallClock!.minutes} minutes: ${numbers}`;

function tell({ context }: BuildSession, model: ModelPlan, stage: 'house' | 'retrain', note: string): void {
  context.onProgress({ model: model.name, stage, done: 0, total: 1, note });
}
