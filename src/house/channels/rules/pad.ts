import type { Graph, GraphNode } from '../../../onnx/graph.js';
import { int64 } from '../../../onnx/tensor.js';
import { channelAxis } from '../channel-axis.js';
import { type ChannelRule, withInput } from '../channel-rule.js';

/** Pad of the channels with constants adds independent ones in front and behind; negative pads are not analysed. */
export const pad: ChannelRule = {
  couple(node, coupling) {
    const [input] = node.inputs;
    const dims = coupling.dims(input);
    const channels = channelAxis(dims);
    if (channels === undefined || !coupling.isWeight(node.inputs[1] ?? '')) return false;
    const pads = padsOf(coupling.graph, node, dims.length);
    if (pads === undefined) return false;
    const [before, after] = [pads[channels], pads[channels + dims.length]];
    if (before < 0 || after < 0) return false;
    const mode = node.attributes.mode?.value ?? 'constant';
    if (before + after > 0 && mode !== 'constant') return false;
    coupling.joinAll(input, node.outputs[0], dims[channels], before);
    return true;
  },
  narrow(node, narrowing) {
    const dims = narrowing.dims(node.inputs[0]);
    const channels = channelAxis(dims)!;
    const pads = padsOf(narrowing.graph, node, dims.length)!;
    const [before, after] = [pads[channels], pads[channels + dims.length]];
    if (before + after === 0) return node;
    const kept = narrowing.kept(node.outputs[0]);
    pads[channels] = kept.filter((channel) => channel < before).length;
    pads[channels + dims.length] = kept.filter((channel) => channel >= before + dims[channels]).length;
    const { inputs } = node;
    const result = withInput(node, 1, narrowing.replaced(inputs[1], int64(pads)));
    return inputs[3] ? { ...result, inputs: [...result.inputs.slice(0, 3)] } : result;
  },
};

/** Begins of all axes, then ends; undefined when the node's `axes` are not known. */
function padsOf(graph: Graph, node: GraphNode, rank: number): number[] | undefined {
  const given = Array.from(graph.initializers.get(node.inputs[1])!.data, Number);
  const axesName = node.inputs[3];
  if (!axesName) return given;
  const axes = graph.initializers.get(axesName);
  if (axes === undefined) return undefined;
  const pads = new Array<number>(2 * rank).fill(0);
  Array.from(axes.data, Number).forEach((axis, index) => {
    const place = axis < 0 ? axis + rank : axis;
    pads[place] = given[index];
    pads[place + rank] = given[index + axes.data.length];
  });
  return pads;
}
