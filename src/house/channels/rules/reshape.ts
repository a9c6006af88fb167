import { int64, sizeOf } from '../../../onnx/tensor.js';
import { channelAxis } from '../channel-axis.js';
import { type ChannelRule, unchanged, withInput } from '../channel-rule.js';

/**
 * Reshape, Flatten, Squeeze, Unsqueeze: elements keep their order, so that a channel of one shape is a run of elements
 * in which channels of the other shape lie: `[N, C, H, W]` to `[N, C * H * W]` ties each C to H * W outputs.
 */
const reorder: ChannelRule['couple'] = (node, coupling) => {
  const [input] = node.inputs;
  const [output] = node.outputs;
  const [before, after] = [coupling.dims(input), coupling.dims(output)];
  const [axisBefore, axisAfter] = [channelAxis(before), channelAxis(after)];
  if (axisBefore === undefined || axisAfter === undefined) return false;
  if (sizeOf(before.slice(0, axisBefore)) !== sizeOf(after.slice(0, axisAfter))) return false;
  const runBefore = sizeOf(before.slice(axisBefore + 1));
  const runAfter = sizeOf(after.slice(axisAfter + 1));
  if (runBefore % runAfter !== 0 && runAfter % runBefore !== 0) return false;
  const run = Math.min(runBefore, runAfter);
  for (let at = 0; at < before[axisBefore] * runBefore; at += run)
    coupling.join(input, Math.floor(at / runBefore), output, Math.floor(at / runAfter));
  return true;
};

export const reshape: ChannelRule = {
  couple: (node, coupling) =>
    coupling.isWeight(node.inputs[1] ?? '') &&
    coupling.graph.initializers.get(node.inputs[1])!.data.length === coupling.dims(node.outputs[0]).length &&
    reorder(node, coupling),
  narrow(node, narrowing) {
    const shape = Array.from(narrowing.graph.initializers.get(node.inputs[1])!.data, Number);
    const axis = channelAxis(narrowing.dims(node.outputs[0]))!;
    if (shape[axis] <= 0) return node;
    shape[axis] = narrowing.kept(node.outputs[0]).length;
    return withInput(node, 1, narrowing.replaced(node.inputs[1], int64(shape)));
  },
};

/** Flatten, Squeeze, Unsqueeze: the operator finds its new shape itself. */
export const reorderOnly: ChannelRule = { couple: reorder, narrow: unchanged };
