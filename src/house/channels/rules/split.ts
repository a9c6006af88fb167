import { type GraphNode, intAttribute } from '../../../onnx/graph.js';
import { int64 } from '../../../onnx/tensor.js';
import { channelAxis } from '../channel-axis.js';
import type { ChannelRule } from '../channel-rule.js';

/** Split along the channels deals them out in order; along another axis it keeps them. */
export const split: ChannelRule = {
  couple(node, coupling) {
    const [input, sizes] = node.inputs;
    const dims = coupling.dims(input);
    const channels = channelAxis(dims);
    if (channels === undefined || node.outputs.includes('')) return false;
    if (sizes && !coupling.isWeight(sizes)) return false;
    const alongChannels = splitAxis(node, dims) === channels;
    let offset = 0;
    for (const output of node.outputs) {
      const count = coupling.dims(output)[channels];
      coupling.joinAll(output, input, count, offset);
      if (alongChannels) offset += count;
    }
    return true;
  },
  narrow(node, narrowing) {
    const dims = narrowing.dims(node.inputs[0]);
    if (splitAxis(node, dims) !== channelAxis(dims)) return node;
    const sizes = int64(node.outputs.map((name) => narrowing.kept(name).length));
    const { num_outputs: _, ...attributes } = node.attributes;
    const name = narrowing.replaced(node.inputs[1] || `${node.outputs[0]}/split`, sizes);
    return { ...node, attributes, inputs: [node.inputs[0], name] };
  },
};

function splitAxis(node: GraphNode, dims: readonly number[]): number {
  const axis = intAttribute(node, 'axis', 0);
  return axis < 0 ? axis + dims.length : axis;
}
