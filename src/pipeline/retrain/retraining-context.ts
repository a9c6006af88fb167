import type { Effort, ModelPlan } from '../../config/plan.js';
import { variance } from '../../measure/variance.js';
import { costOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import { sizeOf } from '../../onnx/tensor.js';
import { keyOf } from '../../store/key.js';
import type { KeyPart } from '../../store/store.js';
import type { ComparedOutput } from '../../train/retrain/retrain-job.js';
import { teacherOutputsTask } from '../../train/retrain/teacher-outputs.js';
import type { TrainingSegment } from '../../train/retrain/training-segment.js';
import { STEP_PASSES } from '../../train/step/step-passes.js';
import { preprocessingOf } from '../inputs/preprocessing.js';
import type { SampleSplit } from '../inputs/sample-split.js';
import type { Judge } from '../quality/measure-quality.js';
import type { BuildSession } from '../session.js';
import type { TeachingMember } from './choose-teachers.js';

/** Steps of one lesson at most; fewer where the teacher's outputs for it would take more than this many bytes. */
const LESSON_STEPS = 128;
const ANSWER_BYTES = 2 ** 26;
/** Shorter ones are mostly overhead. */
const LEAST_STEPS = 32;
/** Retraining has about so many lessons, where they are not shorter or longer than that. */
const LESSONS = 16;
/** Threads of one student's lesson at most: its small operators gain nothing from more. */
export const MOST_THREADS = 4;
/** Size of the student that the effort is counted for, as a share of the teacher's multiply-accumulates. */
const COUNTED_SHARE = 0.5;

type Answers = ReadonlyMap<string, Float32Array>;

export type RetrainingEffort = Pick<Effort, 'batch' | 'retrainGigaMacs' | 'retrainEpochs'>;

/** How many lessons, and how many steps each of them has. */
export interface RetrainingSchedule {
  readonly lessons: number;
  readonly lessonSteps: number;
}

/**
 * What all students of a model are retrained with: the same samples in the same order, and the teachers' mean outputs for them, which are computed once
 * whatever the number of students and targets.
 */
export class RetrainingContext {
  readonly lessonSteps: number;
  /**
   * Lessons that the effort allows for one student, the same whatever its size: so that targets share all answers, and a large
   * student, which has most to gain, is not the one that is trained least.
   */
  readonly lessons: number;
  readonly teachers: readonly TeachingMember[];
  /** In the order of the graph. */
  readonly outputs: readonly ComparedOutput[];
  /** Identity of all that decides the lessons. */
  readonly identity: Readonly<Record<string, KeyPart>>;
  readonly #session: BuildSession;
  readonly #model: ModelPlan;
  readonly #teacher: Graph;
  readonly #train: SampleSplit;
  readonly #judge: Judge;
  /** In the making; later the store has them. */
  readonly #answers = new Map<number, Promise<Answers>>();
  readonly #mostThreads: number;
  #attending = 0;

  /**
   * @param teachers the teacher first
   * @param mostThreads of one lesson, or of the answers to it
   */
  constructor(
    session: BuildSession,
    model: ModelPlan,
    teachers: readonly TeachingMember[],
    train: SampleSplit,
    judge: Judge,
    mostThreads = MOST_THREADS,
  ) {
    this.#mostThreads = mostThreads;
    const [{ member: teacher }] = teachers;
    this.#session = session;
    this.#model = model;
    this.teachers = teachers;
    this.#teacher = teacher.graph;
    this.#train = train;
    this.#judge = judge;
    const { lessons, lessonSteps } = this.timetable(session.plan.effort);
    this.lessonSteps = lessonSteps;
    this.lessons = lessons;
    this.outputs = judge.teacher.map(({ name, data }, index) =>
      isLogits(model, teacher.graph.outputs[index].dims)
        ? { name, kind: 'logits' }
        : { name, kind: 'values', variance: variance(data) },
    );
    this.identity = {
      teachers: teachers.map(({ member, weight }) => ({ member: member.digest, weight })),
      data: train.digest,
      labelled: train.labels !== undefined,
      input: { ...preprocessingOf(model.input), augment: { ...model.input.augment } },
      batch: session.plan.effort.batch,
      seed: session.plan.seed,
      lessonSteps,
    };
  }

  /** What an effort comes to. */
  timetable({ batch, retrainGigaMacs, retrainEpochs }: RetrainingEffort): RetrainingSchedule {
    const macs = STEP_PASSES * COUNTED_SHARE * Math.max(1, costOf(this.#teacher).macs);
    const steps = Math.min(
      (retrainGigaMacs * 1e9) / (macs * batch),
      (retrainEpochs * Math.max(this.#train.count, batch)) / batch,
    );
    const fitting = ANSWER_BYTES / (4 * batch * this.#elements());
    const lessonSteps = Math.max(
      1,
      Math.floor(Math.min(LESSON_STEPS, Math.max(LEAST_STEPS, steps / LESSONS), steps, fitting)),
    );
    return { lessons: Math.floor(steps / lessonSteps), lessonSteps };
  }

  /** The same teachers and samples for another effort. */
  within(effort: Effort): RetrainingContext {
    const session = { ...this.#session, plan: { ...this.#session.plan, effort } };
    return new RetrainingContext(
      session,
      this.#model,
      this.teachers,
      this.#train,
      this.#judge,
      this.#mostThreads,
    );
  }

  /** While `course` goes on, the workers' cores are shared with one student more. */
  async attended<T>(course: () => Promise<T>): Promise<T> {
    this.#attending++;
    try {
      return await course();
    } finally {
      this.#attending--;
    }
  }

  /** Threads for a lesson that begins now, and for the answers to one: what there is for each student. Their number changes no bit. */
  get threads(): number {
    const share = Math.floor(this.#session.workers.size / Math.max(1, this.#attending));
    return Math.min(this.#mostThreads, Math.max(1, share));
  }

  lesson(index: number): TrainingSegment {
    return {
      dataset: this.#train.path,
      input: this.#model.input,
      batch: this.#session.plan.effort.batch,
      seed: this.#session.plan.seed,
      from: index * this.lessonSteps,
      to: (index + 1) * this.lessonSteps,
    };
  }

  /** The teachers' mean outputs for a lesson, by name: batch after batch. */
  answers(index: number): Promise<Answers> {
    const known = this.#answers.get(index);
    if (known !== undefined) return known;
    const made = this.#make(index);
    this.#answers.set(index, made);
    const forget = () => this.#answers.delete(index);
    made.then(forget, forget);
    return made;
  }

  async #make(index: number): Promise<Answers> {
    const key = keyOf('teacher answers', 2, { ...this.identity, index });
    const bytes = await this.#session.bytes(key, async () => {
      const made = await this.#session.workers.run<Map<string, Float32Array>>(teacherOutputsTask, {
        teachers: this.teachers.map(({ member: { graph }, weight }) => ({ graph, weight })),
        lesson: this.lesson(index),
        threads: this.threads,
      });
      return Buffer.concat(
        this.outputs.map(({ name }) => {
          const { buffer, byteOffset, byteLength } = made.get(name)!;
          return new Uint8Array(buffer, byteOffset, byteLength);
        }),
      );
    });
    return this.#split(bytes);
  }

  #split(bytes: Uint8Array): Answers {
    const values = new Float32Array(new Uint8Array(bytes).buffer);
    const samples = values.length / this.#elements();
    let at = 0;
    return new Map(
      this.#teacher.outputs.map(({ name, dims }) => {
        const size = samples * sizeOf(dims);
        at += size;
        return [name, values.subarray(at - size, at)] as const;
      }),
    );
  }

  /** Of all outputs for one sample. */
  #elements(): number {
    return this.#teacher.outputs.reduce((sum, { dims }) => sum + sizeOf(dims), 0);
  }
}

const isLogits = (model: ModelPlan, dims: readonly number[]): boolean =>
  model.quality.metric !== 'mse' && dims.length === 2 && dims[1] > 1;
