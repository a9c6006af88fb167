import { int64 } from '../tensor.js';
import type { OpenBatch } from './open-batch.js';

/** Reshape to a constant shape: -1 where the batch is, else the sizes that are known. */
export const openReshape: OpenBatch = (node, { graph, places, addWeight }) => {
  const output = graph.values.get(node.outputs[0]);
  const batch = places.get(node.outputs[0])?.axis ?? 0;
  if (output === undefined || output.dims.length === 0 || !graph.initializers.has(node.inputs[1]))
    return [node];
  const shape = addWeight(
    `${node.outputs[0]}.shape`,
    int64(output.dims.map((size, axis) => (axis === batch ? -1 : size))),
  );
  return [{ ...node, inputs: [node.inputs[0], shape], attributes: {} }];
};

/** Expand to a constant shape: 1 in the place of the batch broadcasts to any. */
export const openExpand: OpenBatch = (node, { graph, addWeight }) => {
  const [input, output] = [graph.values.get(node.inputs[0]), graph.values.get(node.outputs[0])];
  if (input === undefined || output === undefined || !graph.initializers.has(node.inputs[1])) return [node];
  if (input.dims.length !== output.dims.length || input.dims[0] !== output.dims[0]) return [node];
  const shape = addWeight(`${node.outputs[0]}.shape`, int64([1, ...output.dims.slice(1)]));
  return [{ ...node, inputs: [node.inputs[0], shape] }];
};
