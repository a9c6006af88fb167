import type { Graph } from '../../../src/onnx/graph.js';
import { float32, sizeOf, type Tensor } from '../../../src/onnx/tensor.js';
import { writeGraph } from '../../../src/onnx/write-graph.js';
import type { Rng } from '../../../src/random.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';

/** Outputs of a network on one batch. */
export async function runGraph(graph: Graph, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const batch = Object.values(feeds)[0]!.dims[0]!;
  const session = await cpuEngine.open(writeGraph(graph, { batch }), { threads: 1 });
  try {
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}

export const drawn = (rng: Rng, dims: readonly number[], shift = 0): Tensor =>
  float32(
    Float32Array.from({ length: sizeOf(dims) }, () => rng.normal() + shift),
    dims,
  );

/** Largest difference over the largest magnitude of `expected`. */
export function relativeError(actual: Tensor, expected: Tensor): number {
  let difference = 0;
  let size = 0;
  for (let index = 0; index < expected.data.length; index++) {
    const right = Number(expected.data[index]);
    difference = Math.max(difference, Math.abs(Number(actual.data[index]) - right));
    size = Math.max(size, Math.abs(right));
  }
  return actual.data.length === expected.data.length ? difference / size : Number.POSITIVE_INFINITY;
}
