import type { Graph } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { EngineSession } from '../../runtime/engine.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';

/** One of the networks whose outputs a student learns to give. */
export interface Teacher {
  readonly graph: Graph;
  /** Outputs are averaged by weight, under the names of the first teacher. */
  readonly weight: number;
}

interface OpenTeacher {
  readonly session: EngineSession;
  readonly graph: Graph;
  /** Of the mean. */
  readonly share: number;
}

/** Opened networks whose outputs, averaged, are what a student is to give. */
export class Teachers {
  readonly #opened: readonly OpenTeacher[];

  private constructor(opened: readonly OpenTeacher[]) {
    this.#opened = opened;
  }

  static async open(
    teachers: readonly Teacher[],
    { batch, threads }: { readonly batch: number; readonly threads: number },
  ): Promise<Teachers> {
    const total = teachers.reduce((sum, { weight }) => sum + weight, 0);
    const opened: OpenTeacher[] = [];
    try {
      for (const { graph, weight } of teachers) {
        const session = await cpuEngine.open(writeGraph(graph, { batch }), { threads, optimization: 'all' });
        opened.push({ session, graph, share: weight / total });
      }
    } catch (error) {
      await new Teachers(opened).close();
      throw error;
    }
    return new Teachers(opened);
  }

  /** Mean outputs for a batch, by name. */
  async answer(batch: Tensor): Promise<Map<string, Float32Array>> {
    const [{ graph: first }] = this.#opened;
    const answers = new Map<string, Float32Array>();
    for (const { session, graph, share } of this.#opened) {
      const results = await session.run({ [graph.inputs[0].name]: batch });
      for (const [index, { name }] of first.outputs.entries()) {
        const values = results[graph.outputs[index].name].data as Float32Array;
        const mean = answers.get(name) ?? new Float32Array(values.length);
        for (let at = 0; at < values.length; at++) mean[at] += share * values[at];
        answers.set(name, mean);
      }
    }
    return answers;
  }

  async close(): Promise<void> {
    for (const { session } of this.#opened) await session.close();
  }
}
