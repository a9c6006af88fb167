import type { PackedDataset } from '../../data/dataset.js';
import { withDataset } from '../../data/packed.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { type Teacher, Teachers } from './teachers.js';
import { segmentBatches, type TrainingSegment } from './training-segment.js';

export const teacherOutputsTask: WorkerTask = { file: new URL(import.meta.url), name: 'teacherOutputs' };

export interface TeacherOutputsJob {
  readonly teachers: readonly Teacher[];
  readonly segment: TrainingSegment;
  readonly threads: number;
}

/** Worker task: the teachers' mean outputs for every batch of a segment, by output name, batch after batch. */
export const teacherOutputs = (job: TeacherOutputsJob): Promise<Map<string, Float32Array>> =>
  withDataset(job.segment.dataset, (dataset) => outputsFor(dataset, job));

async function outputsFor(
  dataset: PackedDataset,
  { teachers, segment, threads }: TeacherOutputsJob,
): Promise<Map<string, Float32Array>> {
  const answers = new Map<string, Float32Array>();
  const steps = segment.to - segment.from;
  const opened = await Teachers.open(teachers, { batch: segment.batch, threads });
  try {
    let step = 0;
    for (const { tensor } of segmentBatches(segment, dataset)) {
      for (const [name, values] of await opened.answer(tensor)) {
        const all = answers.get(name) ?? new Float32Array(steps * values.length);
        all.set(values, step * values.length);
        answers.set(name, all);
      }
      step++;
    }
    return answers;
  } finally {
    await opened.close();
  }
}
