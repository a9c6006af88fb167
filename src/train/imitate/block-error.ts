import type { Graph } from '../../onnx/graph.js';
import { float32 } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { Engine } from '../../runtime/engine.js';
import type { BlockSamples } from './block-samples.js';

/**
 * Squared error of the graph's output over variance of the target, on the held-out samples; the largest number there is
 * when an output is not a number.
 */
export async function blockError(engine: Engine, graph: Graph, samples: BlockSamples): Promise<number> {
  const session = await engine.open(writeGraph(graph, { batch: samples.batch }), {
    threads: 1,
    optimization: 'all',
  });
  const { name, dims } = graph.inputs[0];
  const output = graph.outputs[0].name;
  let [error, count] = [0, 0];
  try {
    for (const index of samples.heldOut()) {
      const input = float32(samples.input(index), [samples.batch, ...dims.slice(1)]);
      const values = (await session.run({ [name]: input }, [output]))[output].data as Float32Array;
      const target = samples.target(index);
      for (let i = 0; i < target.length; i++) error += (values[i] - target[i]) ** 2;
      count += target.length;
    }
  } finally {
    await session.close();
  }
  const nmse = error / count / samples.variance;
  return Number.isFinite(nmse) ? nmse : Number.MAX_VALUE;
}
