import type { ModelPlan } from '../config/plan.js';
import { costOf } from '../onnx/cost.js';
import {
  type Contest,
  finishTarget,
  prepareTarget,
  retrainTarget,
  type TargetResult,
} from './build-target.js';
import { Classroom } from './classroom.js';
import { measureQuality, openJudge } from './measure-quality.js';
import { loadMembers } from './members.js';
import type { ModelInputs } from './model-inputs.js';
import { raiseHouse } from './raise-house.js';
import type { MissedBudget, ModelResult, TeacherEntry } from './result.js';
import { loadSamples } from './samples.js';
import type { Session } from './session.js';
import { Stopwatch } from './stopwatch.js';
import { trainHouse } from './train-house.js';

export interface BuiltModel {
  readonly result: ModelResult;
  readonly missed: readonly MissedBudget[];
}

/** Every step for one model, each taken from the store where it is there. */
export async function buildModel(
  session: Session,
  model: ModelPlan,
  inputs: ModelInputs,
): Promise<BuiltModel> {
  const { plan, context } = session;
  const watch = new Stopwatch(context.clock);
  const progress = (note: string): void =>
    context.onProgress({ model: model.name, stage: 'house', done: 0, total: 1, note });

  const { members, train, judge, house } = await watch.time('house', async () => {
    progress('normal form');
    const members = await loadMembers(session, model, inputs.members);
    const [teacher] = members;
    const train = await loadSamples(session, model, 'train', inputs.train, teacher.graph);
    const validation = await loadSamples(session, model, 'validation', inputs.validation, teacher.graph);
    progress('quality of the teacher');
    const judge = await openJudge(session, model, teacher, validation, inputs.quality);
    progress('alternatives');
    const house = await raiseHouse(session, model, members, train);
    return { members, train, judge, house };
  });
  const [teacher] = members;
  const alternatives = await watch.time('train', () =>
    trainHouse(session, house, members, train, model.input, model.name),
  );
  const qualities = await watch.time('measure', () =>
    measureQuality(session, model, teacher, judge, alternatives),
  );
  const trained = {
    model,
    teacher,
    teacherFileBytes: inputs.teacherBytes,
    classroom: new Classroom(session, model, teacher, train, judge),
    judge,
    alternatives,
    qualities,
  };

  const targets: TargetResult[] = [];
  const contests: Contest[] = [];
  for (const target of plan.targets) contests.push(await prepareTarget(session, trained, target, watch));
  const retrained = await watch.time('retrain', () =>
    Promise.all(contests.map((contest) => retrainTarget(session, trained, contest))),
  );
  for (const [index, contest] of contests.entries())
    targets.push(
      await watch.time('measure', () => finishTarget(session, trained, contest, retrained[index])),
    );
  const { macs, parameters } = costOf(teacher.graph);
  const entry: TeacherEntry = {
    sha256: inputs.members[0],
    sizeBytes: inputs.teacherBytes,
    macs,
    parameters,
    quality: { metric: judge.quality.metric, value: judge.teacherValue, samples: judge.samples.count },
  };
  return {
    result: {
      name: model.name,
      teacher: entry,
      artifacts: targets
        .filter(({ missed }) => missed.every(({ onMiss }) => onMiss !== 'error'))
        .map(({ artifact }) => artifact),
      seconds: watch.seconds,
    },
    missed: targets.flatMap(({ missed }) => missed),
  };
}
