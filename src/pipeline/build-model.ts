import type { ModelPlan } from '../config/plan.js';
import { macsOf, parametersOf } from '../onnx/cost.js';
import { finishTarget, prepareTarget, retrainTarget, type TargetResult } from './build-target.js';
import type { SearchedTarget } from './choose/searched-target.js';
import { withFittedRetraining } from './effort/fit-effort.js';
import type { ModelInputs } from './inputs/model-inputs.js';
import { memberCosts, outlineOf, sourcesOf } from './record/record-model.js';
import { recordSearch } from './record/record-search.js';
import type { BuiltModel, TeacherEntry } from './result.js';
import { shareStudents } from './retrain/share-students.js';
import type { BuildSession } from './session.js';
import { Stopwatch } from './stopwatch.js';
import { trainModel } from './train-model.js';

/** Every step for one model, each taken from the store where it is there. */
export async function buildModel(
  asked: BuildSession,
  model: ModelPlan,
  inputs: ModelInputs,
): Promise<BuiltModel> {
  const { plan, context } = asked;
  const watch = new Stopwatch(context.clock, asked.counts);
  const trained = await trainModel(asked, model, inputs, watch);
  const { session, teacher, judge } = trained;

  const targets: TargetResult[] = [];
  const searchedTargets: SearchedTarget[] = [];
  for (const target of plan.targets)
    searchedTargets.push(await prepareTarget(session, trained.for(target), target, watch));
  const searches = await watch.time('search', () =>
    Promise.all(searchedTargets.map((searched) => recordSearch(session, searched.trained, searched))),
  );
  const retraining = await withFittedRetraining(session, trained, searchedTargets, watch.totalSeconds);
  const retrained = await watch.time('retrain', () =>
    Promise.all(
      searchedTargets.map((searched) => retrainTarget(session, searched.trained, retraining, searched)),
    ),
  );
  const decided = searchedTargets.map((searched, index) => ({ searched, selected: retrained[index] }));
  const selected = await watch.time('measure', () => shareStudents(session, trained, decided));
  for (const [index, searched] of searchedTargets.entries())
    targets.push(
      await watch.time('measure', () => finishTarget(session, searched.trained, searched, selected[index])),
    );
  const [macs, parameters] = [macsOf(teacher.graph), parametersOf(teacher.graph)];
  const entry: TeacherEntry = {
    sha256: inputs.members[0],
    sizeBytes: inputs.teacherBytes,
    macs,
    parameters,
    quality: { metric: judge.quality.metric, value: judge.teacherValue, samples: judge.samples.count },
  };
  const reports = targets.map(({ report }) => report);
  return {
    result: {
      name: model.name,
      teacher: entry,
      artifacts: targets
        .filter(({ missed }) => missed.every(({ onMiss }) => onMiss !== 'error'))
        .map(({ artifact }) => artifact),
      searches,
      sources: sourcesOf(inputs, trained, reports),
      seconds: watch.seconds,
      report: {
        outline: outlineOf(teacher.graph),
        members: memberCosts(trained),
        targets: reports,
        results: watch.results,
      },
    },
    missed: targets.flatMap(({ missed }) => missed),
  };
}
