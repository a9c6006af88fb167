import { type GraphNode, intAttribute } from '../../../onnx/graph.js';
import { int64 } from '../../../onnx/tensor.js';
import { channelAxis } from '../channel-axis.js';
import { type ChannelRule, type Coupling, unchanged, withInput } from '../channel-rule.js';

function joinThrough(node: GraphNode, coupling: Coupling): boolean {
  const input = coupling.dims(node.inputs[0]);
  const output = coupling.dims(node.outputs[0]);
  const axis = channelAxis(input);
  if (axis === undefined || input.length !== output.length || input[axis] !== output[axis]) return false;
  coupling.joinAll(node.inputs[0], node.outputs[0], input[axis]);
  return node.outputs.slice(1).every((name) => name === '');
}

/** Each output channel is made from the input channel of the same number: activations, spatial pooling. */
export const channelwise: ChannelRule = { couple: joinThrough, narrow: unchanged };

/** BatchNormalization and InstanceNormalization: scale, shift, mean and variance by channel. */
export const normalization: ChannelRule = {
  couple: (node, coupling) => node.inputs.slice(1).every(coupling.isWeight) && joinThrough(node, coupling),
  narrow: (node, narrowing) =>
    node.inputs
      .slice(1)
      .reduce(
        (result, weight, index) =>
          withInput(result, index + 1, narrowing.sliced(weight, 0, narrowing.kept(node.inputs[0]))),
        node,
      ),
};

/**
 * GroupNormalization: the channels of a group share their mean and variance, so that they are taken out together; scale
 * and shift by channel or, before opset 21, by group.
 */
export const groupNormalization: ChannelRule = {
  couple(node, coupling) {
    if (!node.inputs.slice(1).every(coupling.isWeight) || !joinThrough(node, coupling)) return false;
    const [input] = node.inputs;
    const channels = coupling.dims(input)[1];
    const width = channels / intAttribute(node, 'num_groups', 1);
    for (let channel = 0; channel < channels; channel++)
      coupling.join(input, channel - (channel % width), input, channel);
    return true;
  },
  narrow(node, narrowing) {
    const [input, scale] = node.inputs;
    const groups = intAttribute(node, 'num_groups', 1);
    const kept = narrowing.kept(input);
    const width = narrowing.graph.values.get(input)!.dims[1] / groups;
    const keptGroups = kept.filter((channel) => channel % width === 0).map((channel) => channel / width);
    const rows = narrowing.dims(scale)[0] === groups ? keptGroups : kept;
    const sliced = [1, 2].reduce(
      (result, index) => withInput(result, index, narrowing.sliced(node.inputs[index], 0, rows)),
      node,
    );
    const num_groups = { type: 'int', value: keptGroups.length } as const;
    return { ...sliced, attributes: { ...node.attributes, num_groups } };
  },
};

/** Resize may name its output size, channels included. */
export const resize: ChannelRule = {
  couple: (node, coupling) =>
    node.inputs.slice(1).every((name) => name === '' || coupling.isWeight(name)) &&
    joinThrough(node, coupling),
  narrow(node, narrowing) {
    const sizes = node.inputs[3];
    if (sizes === undefined || sizes === '') return node;
    const values = Array.from(narrowing.graph.initializers.get(sizes)!.data, Number);
    if (values.length !== narrowing.dims(node.outputs[0]).length) return node;
    values[channelAxis(narrowing.dims(node.outputs[0]))!] = narrowing.kept(node.outputs[0]).length;
    return withInput(node, 3, narrowing.replaced(sizes, int64(values)));
  },
};

/** Softmax, LogSoftmax: a sum over another axis than the channels. */
export const softmax: ChannelRule = {
  couple(node, coupling) {
    const dims = coupling.dims(node.inputs[0]);
    const axis = (node.attributes.axis?.value as number | undefined) ?? -1;
    return (axis < 0 ? axis + dims.length : axis) !== channelAxis(dims) && joinThrough(node, coupling);
  },
  narrow: unchanged,
};
