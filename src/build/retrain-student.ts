import { deserialize, serialize } from 'node:v8';
import type { Graph } from '../onnx/graph.js';
import { keyOf } from '../store/key.js';
import { retrainTask } from '../train/retrain/retrain.js';
import type { Pupil, Retrained, RetrainJob } from '../train/retrain/retrain-job.js';
import type { TrainerState } from '../train/step/trainer.js';
import type { Classroom } from './classroom.js';
import type { Judge } from './measure-quality.js';
import { decodeGraph, digestOf, encodeGraph, type Session } from './session.js';

/** A stretch of lessons with a learning rate that rises and falls once. */
export interface Course {
  readonly firstLesson: number;
  readonly lessons: number;
  readonly peak: number;
}

/** A student that took a course. */
export interface Graduate {
  /** The best of what the lessons left, and of what came in. */
  readonly student: Graph;
  /** Its quality on the validation samples. */
  readonly value: number;
  /** Quality after each lesson. */
  readonly values: readonly number[];
}

interface Checkpoint {
  readonly pupil: { readonly network: Uint8Array; readonly state: TrainerState };
  readonly best: Uint8Array;
  readonly value: number;
  readonly values: readonly number[];
}

/**
 * Retrains a student lesson by lesson. Each is a checkpoint: a build that is killed goes on with the lesson it was at. Of the states after each
 * lesson the one that is best on the validation samples is kept, that without retraining included.
 *
 * @param onLesson is told how many lessons are done and the quality after the last.
 */
export async function retrainStudent(
  session: Session,
  classroom: Classroom,
  judge: Judge,
  assembled: Graph,
  course: Course,
  onLesson: (done: number, value: number) => void,
): Promise<Graduate> {
  const engine = await session.engine();
  const key = keyOf('course', 2, {
    ...classroom.identity,
    ...course,
    engine,
    student: digestOf(assembled),
    judge: judge.identity,
  });
  const finished = await session.store.get(key);
  if (finished !== undefined) return graduate(deserialize(finished) as Checkpoint);

  const last = course.firstLesson + course.lessons;
  const checkpointKey = `${key}-checkpoint`;
  const stored = await session.store.get(checkpointKey);
  let at: Checkpoint | undefined = stored && (deserialize(stored) as Checkpoint);
  let best = at && decodeGraph(at.best);
  let pupil: Pupil | undefined = at && { ...at.pupil, network: decodeGraph(at.pupil.network) };
  let value = at?.value ?? (await judge.of(assembled));
  const values = [...(at?.values ?? [])];
  for (let lesson = course.firstLesson + values.length; lesson < last; lesson++) {
    session.context.signal.throwIfAborted();
    const answers = await classroom.answers(lesson);
    if (lesson + 1 < last) void classroom.answers(lesson + 1).catch(() => {});
    const job: RetrainJob = {
      engine,
      student: pupil === undefined ? { assembled } : { pupil },
      outputs: classroom.outputs,
      lesson: classroom.lesson(lesson),
      answers,
      rate: {
        peak: course.peak,
        from: course.firstLesson * classroom.lessonSteps,
        to: last * classroom.lessonSteps,
      },
      threads: 1,
    };
    const taught = await session.workers.run<Retrained>(retrainTask, job);
    pupil = taught.pupil;
    const after = await judge.of(taught.student);
    values.push(after);
    if (judge.quality.loss(value, after) < 0 || best === undefined) {
      best = judge.quality.loss(value, after) <= 0 ? taught.student : assembled;
      value = best === assembled ? value : after;
    }
    onLesson(values.length, after);
    at = {
      pupil: { network: encodeGraph(pupil.network), state: pupil.state },
      best: encodeGraph(best),
      value,
      values,
    };
    if (lesson + 1 < last) await session.store.put(checkpointKey, serialize(at));
  }
  await session.store.put(key, serialize(at));
  await session.store.delete(checkpointKey);
  return graduate(at!);
}

const graduate = ({ best, value, values }: Checkpoint): Graduate => ({
  student: decodeGraph(best),
  value,
  values,
});
