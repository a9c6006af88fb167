import { deserialize, serialize } from 'node:v8';
import { BespokeError } from '../../errors.js';
import type { Graph } from '../../onnx/graph.js';
import { keyOf } from '../../store/key.js';
import { retrainTask } from '../../train/retrain/retrain.js';
import type { Retrained, RetrainingState, RetrainJob } from '../../train/retrain/retrain-job.js';
import { trainableParameters } from '../../train/step/trainable.js';
import type { TrainerState } from '../../train/step/trainer.js';
import type { Judge } from '../quality/judge.js';
import { type BuildSession, decodeGraph, digestOf, encodeGraph } from '../session.js';
import type { RetrainingContext } from './retraining-context.js';

/** Consecutive segments, over which the learning rate rises and falls once. */
export interface RateCycle {
  readonly firstSegment: number;
  readonly segments: number;
  readonly peak: number;
  /** Whether its student is only compared with others. */
  readonly isTrial?: boolean;
}

/** What one cycle made of a student. */
export interface RetrainedStudent {
  /** The best of what the segments left, and of what came in. */
  readonly student: Graph;
  /** Its quality on the validation samples. */
  readonly value: number;
  /** Quality after each segment. */
  readonly values: readonly number[];
}

interface Checkpoint {
  readonly state: { readonly network: Uint8Array; readonly trainer: TrainerState };
  readonly best: Uint8Array;
  readonly value: number;
  readonly values: readonly number[];
}

/**
 * Retrains a student segment by segment. Each is a checkpoint: a build that is killed goes on with the segment it was
 * at. Of the states after each segment the one that is best on the validation samples is kept, that without retraining
 * included. One whose weights all lie in front of a node without a gradient stays as it is.
 *
 * @param onSegment is told how many segments are done and the quality after the last.
 */
export async function retrainStudent(
  session: BuildSession,
  retraining: RetrainingContext,
  judge: Judge,
  assembled: Graph,
  cycle: RateCycle,
  onSegment: (done: number, value: number) => void,
): Promise<RetrainedStudent> {
  if (trainableParameters(assembled).length === 0) {
    const value = await judge.of(assembled);
    return { student: assembled, value, values: Array.from({ length: cycle.segments }, () => value) };
  }
  const engine = await session.engine();
  const key = keyOf('retrained student', 6, {
    ...retraining.identity,
    ...cycle,
    engine,
    student: digestOf(assembled),
    judge: judge.identity,
  });
  const checkpointKey = `${key}-checkpoint`;
  const finished = await session.bytes(key, async () => serialize(await retraining.whileTraining(train)));
  await session.store.delete(checkpointKey);
  const { best, value, values } = deserialize(finished) as Checkpoint;
  return { student: decodeGraph(best), value, values };

  /** States are read when their turn comes: those of all students would not fit into memory. */
  async function checkpoint(): Promise<Checkpoint | undefined> {
    const stored = await session.store.get(checkpointKey);
    return stored && (deserialize(stored) as Checkpoint);
  }

  async function train(): Promise<Checkpoint> {
    let done = (await checkpoint())?.values.length ?? 0;
    for (;;) {
      session.context.signal.throwIfAborted();
      const at = await after(done);
      done = at.values.length;
      onSegment(done, at.values.at(-1)!);
      if (done === cycle.segments) return at;
      await session.store.put(checkpointKey, serialize(at), { passing: true });
    }
  }

  async function after(done: number): Promise<Checkpoint> {
    const segment = cycle.firstSegment + done;
    const last = cycle.firstSegment + cycle.segments;
    const answers = await retraining.answers(segment);
    if (segment + 1 < last) void retraining.answers(segment + 1).catch(() => {});
    const job = async (): Promise<RetrainJob> => ({
      engine,
      student: done === 0 ? { assembled } : { state: stateOf(await before()) },
      outputs: retraining.outputs,
      segment: retraining.segment(segment),
      answers,
      rate: {
        peak: cycle.peak,
        from: cycle.firstSegment * retraining.segmentSteps,
        to: last * retraining.segmentSteps,
      },
      isTrial: cycle.isTrial ?? false,
      threads: retraining.threads,
    });
    const { state, students } = await retraining.runSegment<Retrained>(retrainTask, job, assembled);
    const judged = await Promise.all(students.map((student) => judge.of(student)));
    let held: Omit<Checkpoint, 'state'> =
      done === 0
        ? { best: encodeGraph(assembled), value: await judge.of(assembled), values: [] }
        : await before();
    const { values } = held;
    for (const [index, value] of judged.entries())
      if (judge.quality.loss(held.value, value) <= 0)
        held = { best: encodeGraph(students[index]), value, values };
    return {
      state: { network: encodeGraph(state.network), trainer: state.trainer },
      best: held.best,
      value: held.value,
      values: [...values, leastLoss(judge, judged)],
    };
  }

  async function before(): Promise<Checkpoint> {
    const found = await checkpoint();
    if (found !== undefined) return found;
    throw new BespokeError({
      code: 'STORE_CHANGED',
      what: 'the state of a student in training was removed from the store during the build',
      where: session.plan.cacheDirectory,
      next: 'Build again, and do not clean the cache folder meanwhile.',
    });
  }
}

const stateOf = ({ state: { network, trainer } }: Checkpoint): RetrainingState => ({
  network: decodeGraph(network),
  trainer,
});

const leastLoss = ({ quality }: Judge, values: readonly number[]): number =>
  values.reduce((best, value) => (quality.loss(best, value) < 0 ? value : best));
