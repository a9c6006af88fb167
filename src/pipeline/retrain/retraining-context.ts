import type { Effort } from '../../config/effort.js';
import type { ModelPlan } from '../../config/plan.js';
import { macsOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import { allActivationBytes } from '../../onnx/samples-within.js';
import { sizeOf } from '../../onnx/tensor.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { keyOf } from '../../store/key.js';
import type { KeyPart } from '../../store/store.js';
import type { ComparedOutput, RetrainJob } from '../../train/retrain/retrain-job.js';
import { teacherOutputsTask } from '../../train/retrain/teacher-outputs.js';
import type { Teacher } from '../../train/retrain/teachers.js';
import type { TrainingSegment } from '../../train/retrain/training-segment.js';
import { STEP_PASSES } from '../../train/step/step-passes.js';
import { preprocessingOf } from '../inputs/preprocessing.js';
import type { SampleSplit } from '../inputs/sample-split.js';
import type { Judge } from '../quality/judge.js';
import { isLogits } from '../quality/outputs.js';
import type { BuildSession } from '../session.js';
import type { TeachingMember } from './choose-teachers.js';

/** Steps of one segment at most. */
const SEGMENT_STEPS = 128;
/** Answers of teachers for one segment; where they would take more, each student's worker asks the teachers itself. */
const ANSWER_BYTES = 2 ** 27;
/** Shorter ones are mostly overhead: so many steps, and so many times what judging the student after it takes. */
const LEAST_STEPS = 32;
const TIMES_JUDGING = 4;
/** Retraining has about so many segments, where they are not shorter or longer than that. */
const SEGMENTS = 16;
/** Threads of one student's segment at most: its small operators gain nothing from more. */
export const MOST_THREADS = 4;
/** Size of the student that the effort is counted for, as a share of the teacher's multiply-accumulates. */
const COUNTED_SHARE = 0.5;

type Answers = RetrainJob['answers'];

export type RetrainingEffort = Pick<Effort, 'batch' | 'retrainGigaMacs' | 'retrainEpochs'>;

/** How many segments, and how many steps each of them has. */
export interface RetrainingSchedule {
  readonly segments: number;
  readonly segmentSteps: number;
  /** Whether the teachers' answers for a segment are made once for all students. */
  readonly sharesAnswers: boolean;
}

/**
 * What all students of a model are retrained with: the same samples in the same order, and the teachers' mean outputs
 * for them, which are computed once whatever the number of students and targets.
 */
export class RetrainingContext {
  readonly segmentSteps: number;
  readonly sharesAnswers: boolean;
  /**
   * Segments that the effort allows for one student, the same whatever its size: so that targets share all answers, and
   * a large student, which has most to gain, is not the one that is trained least.
   */
  readonly segments: number;
  readonly teachers: readonly TeachingMember[];
  /** In the order of the graph. */
  readonly outputs: readonly ComparedOutput[];
  /** Identity of all that decides the segments. */
  readonly identity: Readonly<Record<string, KeyPart>>;
  readonly #session: BuildSession;
  readonly #model: ModelPlan;
  readonly #teacher: Graph;
  readonly #train: SampleSplit;
  readonly #judge: Judge;
  /** In the making; later the store has them. */
  readonly #answers = new Map<number, Promise<Answers>>();
  readonly #mostThreads: number;
  #inTraining = 0;
  /** Segments that fit into memory at a time. */
  #sideBySide = Infinity;

  /**
   * @param teachers the teacher first
   * @param mostThreads of one segment, or of the answers to it
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
    const { segments, segmentSteps, sharesAnswers } = this.schedule(session.plan.effort);
    this.segmentSteps = segmentSteps;
    this.sharesAnswers = sharesAnswers;
    this.segments = segments;
    this.outputs = teacher.graph.outputs.map(({ name }, index) => {
      const perSample = teacher.graph.outputs[index].dims.length === 2;
      if (judge.boxes !== undefined) return { name, kind: 'boxes', ...judge.boxes };
      return isLogits(model, teacher, index)
        ? { name, kind: 'logits', perSample }
        : { name, kind: 'values', variance: judge.variances.get(name)! };
    });
    this.identity = {
      teachers: teachers.map(({ member, weight }) => ({ member: member.digest, weight })),
      data: train.digest,
      labelled: train.labels !== undefined,
      input: { ...preprocessingOf(model.input), augment: { ...model.input.augment } },
      batch: session.plan.effort.batch,
      seed: session.plan.seed,
      segmentSteps,
    };
  }

  /** The segments that an effort pays for. */
  schedule({ batch, retrainGigaMacs, retrainEpochs }: RetrainingEffort): RetrainingSchedule {
    const macs = STEP_PASSES * COUNTED_SHARE * Math.max(1, macsOf(this.#teacher));
    const steps = Math.min(
      (retrainGigaMacs * 1e9) / (macs * batch),
      (retrainEpochs * Math.max(this.#train.count, batch)) / batch,
    );
    const judging = Math.ceil((TIMES_JUDGING * this.#judge.samples.count) / (STEP_PASSES * batch));
    const segmentSteps = Math.max(
      1,
      Math.floor(Math.min(SEGMENT_STEPS, Math.max(LEAST_STEPS, judging, steps / SEGMENTS), steps)),
    );
    const sharesAnswers = 4 * segmentSteps * batch * this.#elements() <= ANSWER_BYTES;
    return { segments: Math.floor(steps / segmentSteps), segmentSteps, sharesAnswers };
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

  /** Runs `cycle`; meanwhile one more student shares the cores of the workers. */
  async whileTraining<T>(cycle: () => Promise<T>): Promise<T> {
    this.#inTraining++;
    try {
      return await cycle();
    } finally {
      this.#inTraining--;
    }
  }

  /**
   * Threads for a segment that begins now, and for the answers to one: what there is for each student. Their number
   * changes no bit.
   */
  get threads(): number {
    const { size } = this.#session.workers;
    const share = Math.floor(size / Math.max(1, Math.min(this.#inTraining, this.#sideBySide)));
    return Math.min(this.#mostThreads, Math.max(1, share));
  }

  /** A segment of a student in a worker, as soon as the memory allows it; its job is made then. */
  runSegment<Result>(task: WorkerTask, job: () => Promise<unknown>, student: Graph): Promise<Result> {
    const { workers, plan } = this.#session;
    const activations = plan.effort.batch * allActivationBytes(student);
    this.#sideBySide = workers.together(task, activations);
    return workers.run<Result>(task, job, activations);
  }

  segment(index: number): TrainingSegment {
    return {
      dataset: this.#train.path,
      input: this.#model.input,
      batch: this.#session.plan.effort.batch,
      seed: this.#session.plan.seed,
      from: index * this.segmentSteps,
      to: (index + 1) * this.segmentSteps,
    };
  }

  /** The teachers' mean outputs for a segment, by name: batch after batch; or the teachers. */
  async answers(index: number): Promise<Answers> {
    if (!this.sharesAnswers) return { teachers: this.#teaching };
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
        teachers: this.#teaching,
        segment: this.segment(index),
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

  get #teaching(): readonly Teacher[] {
    return this.teachers.map(({ member: { graph }, weight }) => ({ graph, weight }));
  }

  /** Of all outputs for one sample. */
  #elements(): number {
    return this.#teacher.outputs.reduce((sum, { dims }) => sum + sizeOf(dims), 0);
  }
}
