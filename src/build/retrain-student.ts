import type { ModelPlan } from '../config/plan.js';
import { costOf } from '../onnx/cost.js';
import type { Graph } from '../onnx/graph.js';
import { keyOf } from '../store/key.js';
import { retrainTask } from '../train/retrain/retrain.js';
import type { RetrainJob } from '../train/retrain/retrain-job.js';
import type { Choice } from './choose.js';
import type { NormalMember } from './members.js';
import type { Samples } from './samples.js';
import { digestOf, type Session } from './session.js';

/** Threads of one retraining; the result does not depend on it. */
const THREADS = 2;

/** The student after distillation on the training samples; targets that chose the same assignment share it. */
export async function retrainStudent(
  session: Session,
  model: ModelPlan,
  teacher: NormalMember,
  choice: Choice,
  train: Samples,
): Promise<Graph> {
  const { effort, seed } = session.plan;
  const { student } = choice;
  const steps = stepsOf(session, teacher.graph, student, train.count);
  if (steps === 0 || choice.chosen.length === 0) return student;
  const outputNames = new Set(teacher.graph.outputs.map(({ name }) => name));
  const blockEnds = choice.chosen
    .map(({ alternative }) => alternative.replaces.to)
    .filter((name) => !outputNames.has(name))
    .sort();
  const job: Omit<RetrainJob, 'dataset' | 'threads' | 'student' | 'teacher'> = {
    engine: await session.engine(),
    blockEnds,
    outputs: teacher.graph.outputs.map(({ name, dims }) => ({
      name,
      kind: isLogits(model, dims) ? 'logits' : 'values',
    })),
    input: model.input,
    batch: effort.batch,
    steps,
    seed,
    label: 'student',
  };
  const { layout, scale, mean, std, augment } = model.input;
  const key = keyOf('retrained student', 1, {
    ...job,
    input: { layout, scale, mean, std, augment: { ...augment } },
    outputs: job.outputs.map((output) => ({ ...output })),
    student: digestOf(student),
    teacher: teacher.digest,
    data: train.digest,
    labelled: train.labels !== undefined,
  });
  return session.graph(key, () =>
    session.workers.run<Graph>(retrainTask, {
      ...job,
      student,
      teacher: teacher.graph,
      dataset: train.path,
      threads: THREADS,
    }),
  );
}

const isLogits = (model: ModelPlan, dims: readonly number[]): boolean =>
  model.quality.metric !== 'mse' && dims.length === 2 && dims[1] > 1;

/** One step costs the student's forward pass three times (backward is about two) and the teacher's once. */
function stepsOf({ plan: { effort } }: Session, teacher: Graph, student: Graph, samples: number): number {
  const perSample = 3 * costOf(student).macs + costOf(teacher).macs;
  const affordable = (effort.retrainGigaMacs * 1e9) / (Math.max(1, perSample) * effort.batch);
  return Math.floor(
    Math.min(affordable, (effort.retrainEpochs * Math.max(samples, effort.batch)) / effort.batch),
  );
}
