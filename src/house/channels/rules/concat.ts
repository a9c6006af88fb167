import { intAttribute } from '../../../onnx/graph.js';
import { channelAxis } from '../channel-axis.js';
import { type ChannelRule, unchanged } from '../channel-rule.js';

/** Concat along the channels lays them side by side; along another axis it keeps them. */
export const concat: ChannelRule = {
  couple(node, coupling) {
    const [output] = node.outputs;
    const dims = coupling.dims(output);
    const channels = channelAxis(dims);
    const axis = intAttribute(node, 'axis', 0);
    if (channels === undefined || node.inputs.some(coupling.isWeight)) return false;
    const alongChannels = (axis < 0 ? axis + dims.length : axis) === channels;
    let offset = 0;
    for (const input of node.inputs) {
      const count = coupling.dims(input)[channels];
      coupling.joinAll(input, output, count, offset);
      if (alongChannels) offset += count;
    }
    return true;
  },
  narrow: unchanged,
};
