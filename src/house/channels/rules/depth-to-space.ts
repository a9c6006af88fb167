import { intAttribute, stringAttribute } from '../../../onnx/graph.js';
import type { ChannelRule } from '../channel-rule.js';
import { unchanged } from '../channel-rule.js';

/** The channels that become one larger channel, or are made of one, are taken out together with it. */
export const depthToSpace: ChannelRule = {
  couple(node, coupling) {
    const [input, output] = [node.inputs[0], node.outputs[0]];
    const squares = intAttribute(node, 'blocksize', 1) ** 2;
    const isToSpace = node.opType === 'DepthToSpace';
    const [deep, wide] = isToSpace ? [input, output] : [output, input];
    const channels = coupling.dims(wide)[1];
    const interleaved = isToSpace && stringAttribute(node, 'mode', 'DCR') === 'CRD';
    for (let channel = 0; channel < channels; channel++)
      for (let place = 0; place < squares; place++) {
        const at = interleaved ? channel * squares + place : place * channels + channel;
        coupling.join(wide, channel, deep, at);
      }
    return true;
  },
  narrow: unchanged,
};
