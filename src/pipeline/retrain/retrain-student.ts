import { deserialize, serialize } from 'node:v8';
import type { Graph } from '../../onnx/graph.js';
import { keyOf } from '../../store/key.js';
import { retrainTask } from '../../train/retrain/retrain.js';
import type { Retrained, RetrainJob } from '../../train/retrain/retrain-job.js';
import type { TrainerState } from '../../train/step/trainer.js';
import type { Judge } from '../quality/measure-quality.js';
import { type BuildSession, decodeGraph, digestOf, encodeGraph } from '../session.js';
import type { RetrainingContext } from './retraining-context.js';

/** A stretch of lessons with a learning rate that rises and falls once. */
export interface RateCycle {
  readonly firstLesson: number;
  readonly lessons: number;
  readonly peak: number;
}

/** A student that took a course. */
export interface RetrainedStudent {
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
  session: BuildSession,
  classroom: RetrainingContext,
  judge: Judge,
  assembled: Graph,
  course: RateCycle,
  onLesson: (done: number, value: number) => void,
): Promise<RetrainedStudent> {
  const engine = await session.engine();
  const key = keyOf('course', 4, {
    ...classroom.identity,
    ...course,
    engine,
    student: digestOf(assembled),
    judge: judge.identity,
  });
  const checkpointKey = `${key}-checkpoint`;
  const finished = await session.bytes(key, async () => serialize(await classroom.attended(attend)));
  await session.store.delete(checkpointKey);
  const { best, value, values } = deserialize(finished) as Checkpoint;
  return { student: decodeGraph(best), value, values };

  async function attend(): Promise<Checkpoint> {
    const stored = await session.store.get(checkpointKey);
    let at = stored && (deserialize(stored) as Checkpoint);
    while (at === undefined || at.values.length < course.lessons) {
      session.context.signal.throwIfAborted();
      at = await after(at);
      onLesson(at.values.length, at.values.at(-1)!);
      if (at.values.length < course.lessons) await session.store.put(checkpointKey, serialize(at));
    }
    return at;
  }

  async function after(before: Checkpoint | undefined): Promise<Checkpoint> {
    const taken = before?.values ?? [];
    const lesson = course.firstLesson + taken.length;
    const last = course.firstLesson + course.lessons;
    const answers = await classroom.answers(lesson);
    if (lesson + 1 < last) void classroom.answers(lesson + 1).catch(() => {});
    const job: RetrainJob = {
      engine,
      student:
        before === undefined
          ? { assembled }
          : { pupil: { ...before.pupil, network: decodeGraph(before.pupil.network) } },
      outputs: classroom.outputs,
      lesson: classroom.lesson(lesson),
      answers,
      rate: {
        peak: course.peak,
        from: course.firstLesson * classroom.lessonSteps,
        to: last * classroom.lessonSteps,
      },
      threads: classroom.threads,
    };
    const { pupil, students } = await session.workers.run<Retrained>(retrainTask, job);
    let held = before ?? { best: encodeGraph(assembled), value: await judge.of(assembled) };
    const judged = await Promise.all(students.map((student) => judge.of(student)));
    for (const [index, value] of judged.entries())
      if (judge.quality.loss(held.value, value) <= 0) held = { best: encodeGraph(students[index]), value };
    return {
      pupil: { network: encodeGraph(pupil.network), state: pupil.state },
      best: held.best,
      value: held.value,
      values: [...taken, leastLoss(judge, judged)],
    };
  }
}

const leastLoss = ({ quality }: Judge, values: readonly number[]): number =>
  values.reduce((best, value) => (quality.loss(best, value) < 0 ? value : best));
