import { type Graph, nodeId, type ValueInfo, type ValueType } from '../../onnx/graph.js';
import { sizeOf, type Tensor, type TensorData } from '../../onnx/tensor.js';
import { channelAxis, channelCount } from './channel-axis.js';
import type { ChannelGroup } from './channel-families.js';
import type { Narrowing } from './channel-rule.js';
import { channelRule } from './channel-rules.js';

export interface Narrowed {
  readonly graph: Graph;
  /** Channels that stay, for every tensor that lost some. */
  readonly kept: ReadonlyMap<string, readonly number[]>;
}

/**
 * The graph without some channels. `groups` must be whole groups of {@link channelFamilies} of the same graph.
 * What stays computes as before, except that layers no longer read what was taken out.
 */
export function takeOut(graph: Graph, groups: readonly ChannelGroup[]): Narrowed {
  const gone = new Map<string, Set<number>>();
  for (const { tensor, channel } of groups.flat()) {
    const channels = gone.get(tensor);
    if (channels === undefined) gone.set(tensor, new Set([channel]));
    else channels.add(channel);
  }
  const kept = new Map<string, number[]>();
  for (const [tensor, channels] of gone) {
    const all = channelCount(graph.values.get(tensor)!.dims);
    kept.set(
      tensor,
      [...Array(all).keys()].filter((channel) => !channels.has(channel)),
    );
  }
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.map((node) => {
    if (![...node.inputs, ...node.outputs].some((name) => kept.has(name))) return node;
    return channelRule(node)!.narrow(node, narrowing(graph, kept, initializers, nodeId(node)));
  });
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const typeOf = (name: string, type: ValueType): ValueType => {
    const channels = kept.get(name);
    const axis = channelAxis(type.dims);
    if (channels === undefined) return type;
    return { ...type, dims: type.dims.map((size, index) => (index === axis ? channels.length : size)) };
  };
  const infoOf = (info: ValueInfo): ValueInfo => ({ ...info, ...typeOf(info.name, info) });
  return {
    graph: {
      ...graph,
      nodes,
      inputs: graph.inputs.map(infoOf),
      outputs: graph.outputs.map(infoOf),
      initializers: new Map([...initializers].filter(([name]) => used.has(name))),
      values: new Map([...graph.values].map(([name, type]) => [name, typeOf(name, type)])),
    },
    kept,
  };
}

function narrowing(
  graph: Graph,
  kept: ReadonlyMap<string, readonly number[]>,
  initializers: Map<string, Tensor>,
  id: string,
): Narrowing {
  const dims = (name: string) => initializers.get(name)?.dims ?? graph.values.get(name)!.dims;
  // Weights get names of their own, since other nodes may read the same one.
  const replaced = (weight: string, tensor: Tensor): string => {
    const suffix = `@${id}`;
    const name = weight.endsWith(suffix) ? weight : weight + suffix;
    initializers.set(name, tensor);
    return name;
  };
  return {
    graph,
    dims,
    isWeight: (name) => initializers.has(name),
    kept: (name) => kept.get(name) ?? [...Array(channelCount(graph.values.get(name)!.dims)).keys()],
    sliced: (weight, axis, indices) =>
      indices.length === dims(weight)[axis]
        ? weight
        : replaced(weight, sliceTensor(initializers.get(weight)!, axis, indices)),
    replaced,
  };
}

/** Some indices of one axis of a tensor, in the order given. */
function sliceTensor(tensor: Tensor, axis: number, indices: readonly number[]): Tensor {
  const { dims, data } = tensor;
  const run = sizeOf(dims.slice(axis + 1));
  const outer = sizeOf(dims.slice(0, axis));
  const Data = data.constructor as new (length: number) => TensorData;
  const result = new Data(outer * indices.length * run);
  for (let block = 0; block < outer; block++)
    indices.forEach((index, place) => {
      const from = (block * dims[axis] + index) * run;
      const part = data.subarray(from, from + run);
      result.set(part as never, (block * indices.length + place) * run);
    });
  return {
    ...tensor,
    dims: dims.map((size, index) => (index === axis ? indices.length : size)),
    data: result,
  };
}
