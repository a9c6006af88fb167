import type { ModelPlan, TargetPlan } from '../config/plan.js';
import type { Graph } from '../onnx/graph.js';
import { blockers, untrained } from '../train/gradient/blockers.js';
import { collectAlternatives, measureMembers } from './alternatives/collect-alternatives.js';
import { trainAlternatives } from './alternatives/train-alternatives.js';
import { FLOAT32 } from './costs/lowering.js';
import { demandKey, demandOf } from './demand.js';
import { affordableWithin, withFittedHouse, withGrownHouse } from './effort/fit-effort.js';
import { fittingBatch } from './effort/fitting-batch.js';
import { loadMembers, type NormalMember } from './inputs/members.js';
import type { ModelInputs } from './inputs/model-inputs.js';
import { loadSamples, withOutputsInMemory } from './inputs/sample-split.js';
import { openJudge } from './quality/judge.js';
import { keptForm } from './quality/outputs.js';
import { chooseTeachers } from './retrain/choose-teachers.js';
import { RetrainingContext } from './retrain/retraining-context.js';
import type { BuildSession } from './session.js';
import type { Stopwatch } from './stopwatch.js';
import type { Trained } from './trained.js';

/** What the targets of a model share, and what each of them sees of it. */
export interface TrainedModel extends Omit<Trained, 'alternatives' | 'qualities'> {
  readonly retraining: RetrainingContext;
  /** With the effort of a house that fits the minutes of the plan. */
  readonly session: BuildSession;
  for(target: TargetPlan): Trained;
}

/**
 * All that comes before the targets: house, trained alternatives, their quality alone.
 * @param targets those that are trained for; the effort is that of the whole plan
 */
export async function trainModel(
  given: BuildSession,
  model: ModelPlan,
  inputs: ModelInputs,
  watch: Stopwatch,
  targets: readonly TargetPlan[] = given.plan.targets,
): Promise<TrainedModel> {
  const progress = (note: string): void =>
    given.context.onProgress({ model: model.name, stage: 'house', done: 0, total: 1, note });

  const { asked, members, train, judge, teachers, measured } = await watch.time('house', async () => {
    progress('normal form');
    const members = await loadMembers(given, model, inputs.members);
    const [teacher] = members;
    warnOfUntrained(given, model, teacher);
    const asked = withFittingBatch(given, teacher);
    const train = await loadSamples(asked, model, 'train', inputs.train, teacher);
    const all = await loadSamples(asked, model, 'validation', inputs.validation, teacher);
    const validation = withOutputsInMemory(all, teacher.graph, keptForm(model, teacher.graph));
    progress('quality of the teacher');
    const judge = await openJudge(asked, model, teacher, validation, inputs.quality);
    const teachers = await chooseTeachers(asked, model, members, judge);
    progress('channels');
    return {
      asked,
      members,
      train,
      judge,
      teachers,
      measured: await measureMembers(asked, model, members, train),
    };
  });
  const [teacher] = members;
  const fitted = { model, members, train, judge, measured };
  const engine = await asked.engine();
  const trainHouse = async (within: BuildSession) => {
    const house = await watch.time('house', async () => {
      progress('alternatives');
      return collectAlternatives(within, measured);
    });
    return trainAlternatives(
      { session: within, engine, members, train, input: model.input },
      model,
      judge,
      house,
      targets.map(demandOf),
      watch,
      affordableWithin(within, fitted, taken),
    );
  };
  let session = await watch.time('house', () => withFittedHouse(asked, fitted, watch.totalSeconds));
  const start = watch.totalSeconds;
  const taken = (): number => watch.totalSeconds - start;
  let houses = await trainHouse(session);
  const grown = await watch.time('house', () => withGrownHouse(session, fitted, taken()));
  if (grown !== undefined) {
    session = grown;
    houses = await trainHouse(session);
  }
  const shared = {
    model,
    teacher,
    teacherFileBytes: inputs.teacherBytes,
    members,
    measured,
    train,
    retraining: new RetrainingContext(session, model, teachers, train, judge),
    judge,
    lowering: FLOAT32,
  };
  return {
    ...shared,
    session,
    for: (target) => ({ ...shared, ...houses.get(demandKey(demandOf(target)))! }),
  };
}

/** The session whose batches of training fit into memory. */
function withFittingBatch(session: BuildSession, { graph }: NormalMember): BuildSession {
  const { plan } = session;
  return {
    ...session,
    plan: { ...plan, effort: { ...plan.effort, batch: fittingBatch(graph, plan.effort) } },
  };
}

/** Says before anything is trained what will not be. */
function warnOfUntrained({ context }: BuildSession, model: ModelPlan, { graph }: NormalMember): void {
  const found = blockers(graph);
  if (found.length === 0) return;
  const before = untrained(graph);
  const [all, left] = [weightsOf(graph), weightsOf(graph).filter((name) => before.has(name))];
  const nodes = found.slice(0, 3).map(({ node, opType }) => `${opType} (${node})`);
  const more = found.length > nodes.length ? ` and ${found.length - nodes.length} more` : '';
  context.onWarning(
    `${model.name}: no gradient passes ${nodes.join(', ')}${more}. Parts with such a node are not replaced, and what lies in front of one is not retrained: ${left.length} of ${all.length} weights stay as they are.`,
  );
}

const weightsOf = ({ initializers }: Graph): string[] =>
  [...initializers].flatMap(([name, { dtype, dims }]) =>
    dtype === 'float32' && dims.length > 0 ? [name] : [],
  );
