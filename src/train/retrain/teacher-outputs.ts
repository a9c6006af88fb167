import type { PackedDataset } from '../../data/dataset.js';
import { withDataset } from '../../data/packed.js';
import type { Graph } from '../../onnx/graph.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { EngineSession } from '../../runtime/engine.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { segmentBatches, type TrainingSegment } from './training-segment.js';

export const teacherOutputsTask: WorkerTask = { file: new URL(import.meta.url), name: 'teacherOutputs' };

export interface TeacherOutputsJob {
  /** Their outputs are averaged by weight, under the names of the first. */
  readonly teachers: readonly { readonly graph: Graph; readonly weight: number }[];
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
  const total = teachers.reduce((sum, { weight }) => sum + weight, 0);
  const opened: { readonly session: EngineSession; readonly graph: Graph; readonly share: number }[] = [];
  const answers = new Map<string, Float32Array>();
  const steps = segment.to - segment.from;
  try {
    for (const { graph, weight } of teachers) {
      const model = writeGraph(graph, { batch: segment.batch });
      const session = await cpuEngine.open(model, { threads, optimization: 'all' });
      opened.push({ session, graph, share: weight / total });
    }
    const [{ graph: first }] = opened;
    let step = 0;
    for (const { tensor } of segmentBatches(segment, dataset)) {
      for (const { session, graph, share } of opened) {
        const results = await session.run({ [graph.inputs[0].name]: tensor });
        for (const [index, { name }] of first.outputs.entries()) {
          const values = results[graph.outputs[index].name].data as Float32Array;
          const all = answers.get(name) ?? new Float32Array(steps * values.length);
          const from = step * values.length;
          for (let at = 0; at < values.length; at++) all[from + at] += share * values[at];
          answers.set(name, all);
        }
      }
      step++;
    }
    return answers;
  } finally {
    for (const { session } of opened) await session.close();
  }
}
