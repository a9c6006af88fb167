import { BespokeError } from '../errors.js';
import type { Graph } from '../onnx/graph.js';
import type { Tensor } from '../onnx/tensor.js';
import { largestDifference } from './largest-difference.js';

const TOLERANCE = 1e-3;

/**
 * Compares what a graph gave with what the model that it was made from gives for the same input.
 * @param got the graph's outputs, by name
 * @param wanted the model's
 * @throws BespokeError MODEL_NORMAL_FORM when an output differs
 */
export function assertSameOutputs(
  graph: Graph,
  got: ReadonlyMap<string, Tensor>,
  wanted: Readonly<Record<string, Tensor>>,
  where: string,
): void {
  for (const { name } of graph.outputs) {
    const output = got.get(name) as Tensor;
    const difference = largestDifference(output.data, wanted[name].data);
    if (output.dims.join() === wanted[name].dims.join() && difference <= TOLERANCE) continue;
    throw new BespokeError({
      code: 'MODEL_NORMAL_FORM',
      what: `the output '${name}' would change when the model is simplified`,
      where,
      value: `relative difference ${difference}`,
      accepted: `at most ${TOLERANCE}`,
      next: 'This is a bug in bespoke-webpack-plugin: please report it with the model. Another export opset may avoid it.',
    });
  }
}
