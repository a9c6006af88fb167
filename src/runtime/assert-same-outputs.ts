import { BespokeError } from '../errors.js';
import type { ModelProto } from '../onnx/gen/onnx_pb.js';
import type { Graph } from '../onnx/graph.js';
import type { Tensor } from '../onnx/tensor.js';
import { openMapped, type ProbeOptions } from './activation-probe.js';
import { largestDifference } from './largest-difference.js';
import type { MappedWeights } from './mapped-weights.js';

const TOLERANCE = 1e-3;

/**
 * Compares what a graph gave with what the model that it was made from gives.
 * @param input a batch that the model accepts
 * @param got the graph's outputs for this input
 * @throws BespokeError MODEL_NORMAL_FORM when an output differs
 */
export async function assertSameOutputs(
  model: ModelProto,
  input: Tensor,
  graph: Graph,
  got: ReadonlyMap<string, Tensor>,
  { where, weights }: Pick<ProbeOptions, 'where' | 'weights'>,
): Promise<void> {
  const wanted = await outputsOf(model, { [graph.inputs[0].name]: input }, weights);
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

async function outputsOf(
  model: ModelProto,
  feeds: Readonly<Record<string, Tensor>>,
  weights: MappedWeights,
): Promise<Record<string, Tensor>> {
  const session = await openMapped(model, weights);
  try {
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}
