import { channelAxis } from '../channel-axis.js';
import { type ChannelRule, unchanged } from '../channel-rule.js';

/** ReduceMean and the like over any axes but the channels. */
export const reduce: ChannelRule = {
  couple(node, coupling) {
    const [input, axesName] = node.inputs;
    const dims = coupling.dims(input);
    const channels = channelAxis(dims);
    const given = axesName ? coupling.graph.initializers.get(axesName)?.data : undefined;
    const axes = given
      ? Array.from(given, Number)
      : (node.attributes.axes?.value as readonly number[] | undefined);
    if (channels === undefined || axes === undefined) return false;
    const reduced = axes.map((axis) => (axis < 0 ? axis + dims.length : axis));
    if (reduced.includes(channels)) return false;
    const keepsDims = (node.attributes.keepdims?.value ?? 1) === 1;
    const place = keepsDims ? channels : channels - reduced.filter((axis) => axis < channels).length;
    if (channelAxis(coupling.dims(node.outputs[0])) !== place) return false;
    coupling.joinAll(input, node.outputs[0], dims[channels]);
    return true;
  },
  narrow: unchanged,
};

/** Transpose that leaves the channels where channels are looked for. */
export const transpose: ChannelRule = {
  couple(node, coupling) {
    const dims = coupling.dims(node.inputs[0]);
    const channels = channelAxis(dims);
    const order =
      (node.attributes.perm?.value as readonly number[] | undefined) ?? [...dims.keys()].reverse();
    if (channels === undefined || order[channels] !== channels) return false;
    coupling.joinAll(node.inputs[0], node.outputs[0], dims[channels]);
    return true;
  },
  narrow: unchanged,
};
