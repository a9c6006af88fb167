import { between } from '../../onnx/between.js';
import type { Graph } from '../../onnx/graph.js';
import { dimsAt } from '../../onnx/shapes-at.js';
import { float32, sizeOf } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { Engine } from '../../runtime/engine.js';
import { type LinearLayer, readCoefficients } from './linear-layer.js';
import type { MomentBatch } from './moments.js';
import { OutputScales } from './output-scales.js';

export interface RescaleOptions {
  readonly engine: Engine;
  readonly layer: LinearLayer;
  readonly graph: Graph;
  readonly batch: number;
  readonly batches: AsyncIterable<MomentBatch>;
}

/**
 * Coefficients of a layer with the scale of every output channel, and its shift where there is a bias, fitted;
 * undefined when none gets better.
 */
export async function rescale(options: RescaleOptions): Promise<Float64Array | undefined> {
  const { engine, layer, graph, batch } = options;
  const [input] = layer.node.inputs;
  const [output] = layer.node.outputs;
  const inputDims = dimsAt(graph.values.get(input)!, batch);
  const channels = layer.groups * layer.rows;
  const scales = new OutputScales(channels);
  const run = layer.kind === 'conv' ? sizeOf(graph.values.get(output)!.dims.slice(2)) : 1;
  const model = writeGraph(between(graph, [input], [output]), { batch });
  const session = await engine.open(model, { threads: 1, optimization: 'all' });
  try {
    for await (const { input: values, wanted } of options.batches) {
      const results = await session.run({ [input]: float32(values, inputDims) }, [output]);
      scales.add(results[output].data as Float32Array, wanted, run);
    }
  } finally {
    await session.close();
  }
  const solved = scales.solve(layer.bias);
  if (solved === undefined) return undefined;
  const coefficients = readCoefficients(layer, graph);
  const width = layer.columns + (layer.bias ? 1 : 0);
  for (let row = 0; row < channels; row++) {
    for (let i = row * width; i < (row + 1) * width; i++) coefficients[i] *= solved.scale[row];
    if (layer.bias) coefficients[(row + 1) * width - 1] += solved.shift[row];
  }
  return coefficients;
}
