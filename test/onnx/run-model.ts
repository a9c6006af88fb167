import type { Graph } from '../../src/onnx/graph.js';
import type { Tensor } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';

/** Runs a model on its input `x` with ONNX Runtime, unoptimised. */
export async function runModel(model: Uint8Array, x: Tensor): Promise<Record<string, Tensor>> {
  const session = await cpuEngine.open(model, { threads: 1, optimization: 'disabled' });
  try {
    return await session.run({ [session.inputNames[0]]: x });
  } finally {
    await session.close();
  }
}

export const runGraph = (graph: Graph, x: Tensor): Promise<Record<string, Tensor>> =>
  runModel(writeGraph(graph, { batch: 'dynamic' }), x);

/** The largest absolute difference of two results; Infinity when their outputs or shapes differ. */
export function difference(a: Record<string, Tensor>, b: Record<string, Tensor>): number {
  if (Object.keys(a).join() !== Object.keys(b).join()) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const [name, { data, dims }] of Object.entries(a)) {
    if (dims.join() !== b[name].dims.join()) return Number.POSITIVE_INFINITY;
    data.forEach((value, index) => {
      const distance = Math.abs(Number(value) - Number(b[name].data[index]));
      largest = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(largest, distance);
    });
  }
  return largest;
}
