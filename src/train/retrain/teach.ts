import { openDataset } from '../../data/packed.js';
import type { Graph } from '../../onnx/graph.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { type Lesson, lessonBatches } from './lesson.js';

export const teachTask: WorkerTask = { file: new URL(import.meta.url), name: 'teach' };

export interface TeachJob {
  readonly teacher: Graph;
  readonly lesson: Lesson;
  readonly threads: number;
}

/** Worker task: the teacher's outputs for every batch of a lesson, by output name, batch after batch. */
export async function teach({ teacher, lesson, threads }: TeachJob): Promise<Map<string, Float32Array>> {
  const session = await cpuEngine.open(writeGraph(teacher, { batch: lesson.batch }), {
    threads,
    optimization: 'all',
  });
  const answers = new Map<string, Float32Array>();
  const steps = lesson.to - lesson.from;
  try {
    let step = 0;
    for (const { tensor } of lessonBatches(lesson, openDataset(lesson.dataset))) {
      const results = await session.run({ [teacher.inputs[0].name]: tensor });
      for (const { name } of teacher.outputs) {
        const values = results[name].data as Float32Array;
        const all = answers.get(name) ?? new Float32Array(steps * values.length);
        all.set(values, step * values.length);
        answers.set(name, all);
      }
      step++;
    }
    return answers;
  } finally {
    await session.close();
  }
}
