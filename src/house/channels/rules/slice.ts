import type { Graph, GraphNode } from '../../../onnx/graph.js';
import { int64 } from '../../../onnx/tensor.js';
import { channelAxis } from '../channel-axis.js';
import { type ChannelRule, withInput } from '../channel-rule.js';

/** Beyond every axis; exporters write the largest int64, which a double cannot hold. */
const FAR = 2 ** 31 - 1;

interface ChannelRange {
  /** Position in the lists of starts and ends. */
  readonly position: number;
  readonly start: number;
  readonly count: number;
}

/** Slice of a range of channels keeps those; of another axis it keeps all. */
export const slice: ChannelRule = {
  couple(node, coupling) {
    const [input] = node.inputs;
    const [output] = node.outputs;
    const dims = coupling.dims(input);
    if (channelAxis(dims) === undefined || node.inputs.length < 3) return false;
    if (!node.inputs.slice(1).every((name) => name === '' || coupling.isWeight(name))) return false;
    const range = channelRange(coupling.graph, node, dims);
    if (range === 'stepped') return false;
    const start = range?.start ?? 0;
    coupling.joinAll(output, input, coupling.dims(output)[channelAxis(dims)!], start);
    return true;
  },
  narrow(node, narrowing) {
    const range = channelRange(narrowing.graph, node, narrowing.dims(node.inputs[0]));
    if (range === undefined || range === 'stepped') return node;
    const start = narrowing.kept(node.inputs[0]).filter((channel) => channel < range.start).length;
    const end = start + narrowing.kept(node.outputs[0]).length;
    return [start, end].reduce((result, bound, index) => {
      const name = node.inputs[index + 1];
      const bounds = Array.from(narrowing.graph.initializers.get(name)!.data, Number).map((end) =>
        Math.max(-FAR, Math.min(FAR, end)),
      );
      bounds[range.position] = bound;
      return withInput(result, index + 1, narrowing.replaced(name, int64(bounds)));
    }, node);
  },
};

function channelRange(
  graph: Graph,
  node: GraphNode,
  dims: readonly number[],
): ChannelRange | 'stepped' | undefined {
  const [starts, ends, axes, steps] = [1, 2, 3, 4].map((index) => {
    const tensor = graph.initializers.get(node.inputs[index] ?? '');
    return tensor && Array.from(tensor.data, Number);
  });
  const along = axes ?? starts!.map((_, index) => index);
  const position = along.findIndex((axis) => (axis < 0 ? axis + dims.length : axis) === channelAxis(dims));
  if (position < 0) return undefined;
  if ((steps?.[position] ?? 1) !== 1) return 'stepped';
  const size = dims[channelAxis(dims)!];
  const clamp = (bound: number) => Math.min(size, Math.max(0, bound < 0 ? bound + size : bound));
  const start = clamp(starts![position]);
  return { position, start, count: clamp(ends![position]) - start };
}
