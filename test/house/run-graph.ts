import type { Graph } from '../../src/onnx/graph.js';
import { float32, sizeOf } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { rngOf } from '../../src/random.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';

/** Runs a graph on seeded noise; outputs by name. */
export async function runGraph(graph: Graph, batch = 2): Promise<Record<string, Float32Array>> {
  const session = await cpuEngine.open(writeGraph(graph, { batch }), { threads: 1, optimization: 'basic' });
  const rng = rngOf(7, 'input');
  const feeds = graph.inputs.map(({ name, dims }) => {
    const shape = [dims[0] * batch, ...dims.slice(1)];
    return [
      name,
      float32(
        Float32Array.from({ length: sizeOf(shape) }, () => rng.normal()),
        shape,
      ),
    ] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  await session.close();
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}

/** Largest absolute difference. */
export const distance = (left: Float32Array, right: Float32Array): number =>
  left.length === right.length
    ? left.reduce((most, value, index) => Math.max(most, Math.abs(value - right[index])), 0)
    : Number.POSITIVE_INFINITY;
