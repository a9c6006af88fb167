import type { ModelPlan } from '../config/plan.js';
import type { Trained } from './build-target.js';
import { Classroom } from './classroom.js';
import { measureQuality, openJudge } from './measure-quality.js';
import { loadMembers } from './members.js';
import type { ModelInputs } from './model-inputs.js';
import { raiseHouse } from './raise-house.js';
import { loadSamples } from './samples.js';
import type { Session } from './session.js';
import type { Stopwatch } from './stopwatch.js';
import { trainHouse } from './train-house.js';

/** All that the targets of a model share: house, trained alternatives, their quality alone. */
export async function trainModel(
  session: Session,
  model: ModelPlan,
  inputs: ModelInputs,
  watch: Stopwatch,
): Promise<Trained> {
  const progress = (note: string): void =>
    session.context.onProgress({ model: model.name, stage: 'house', done: 0, total: 1, note });

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
  return {
    model,
    teacher,
    teacherFileBytes: inputs.teacherBytes,
    members,
    train,
    classroom: new Classroom(session, model, teacher, train, judge),
    judge,
    alternatives,
    qualities,
  };
}
