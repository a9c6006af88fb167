import { type Graph, type GraphNode, intAttribute, intsAttribute } from './graph.js';
import { hasTrait } from './operators.js';
import { sizeOf } from './tensor.js';

/**
 * Where a tensor holds the samples of a batch. Memory holds, for each of `outer` positions, one stretch a sample. The
 * size of `axis` is a multiple of the batch; where the axis holds other positions in front of the samples (`[T, N, E]`
 * reshaped to `[T * N, E]`), `outer` is more than the product of the axes in front of it.
 */
export interface BatchPlace {
  readonly axis: number;
  readonly outer: number;
}

const FIRST: BatchPlace = { axis: 0, outer: 1 };

/** Whether samples lie one behind the other, as at the ends of a network. */
export const isBatchFirst = ({ axis, outer }: BatchPlace): boolean => axis === 0 && outer === 1;

type Dims = readonly number[];

/**
 * Where every activation holds the batch, by what the operators do with their axes, starting from the first axis of the
 * graph's inputs. An operator of which nothing is known is taken to have it first. `values` may be at any batch.
 */
export function batchPlaces(graph: Graph): ReadonlyMap<string, BatchPlace> {
  const places = new Map<string, BatchPlace>(graph.inputs.map(({ name }) => [name, FIRST]));
  const dimsOf = (name: string): Dims | undefined =>
    (graph.values.get(name) ?? graph.outputs.find((output) => output.name === name))?.dims;
  for (const node of graph.nodes) {
    const carriers = node.inputs.flatMap((name) => {
      const [place, dims] = [places.get(name), dimsOf(name)];
      return place === undefined || dims === undefined ? [] : [{ place, dims }];
    });
    const [carrier] = carriers.sort((left, right) => right.dims.length - left.dims.length);
    for (const name of node.outputs) {
      const dims = dimsOf(name);
      if (dims !== undefined) places.set(name, carrier ? behind(graph, node, carrier, dims) : FIRST);
    }
  }
  return places;
}

function behind(
  graph: Graph,
  node: GraphNode,
  { place, dims }: { place: BatchPlace; dims: Dims },
  output: Dims,
): BatchPlace {
  if (hasTrait(node, 'reshape')) return reshaped(place, dims, output);
  const axis = node.domain === '' ? movedAxis(graph, node, place.axis, dims.length, output.length) : 0;
  if (axis === undefined || axis < 0 || axis >= output.length) return FIRST;
  const merged = place.outer / sizeOf(dims.slice(0, place.axis));
  return { axis, outer: sizeOf(output.slice(0, axis)) * merged };
}

/** The axis behind a node that holds what `axis` holds in front of it; undefined when that is mixed. */
function movedAxis(
  graph: Graph,
  node: GraphNode,
  axis: number,
  rank: number,
  outputRank: number,
): number | undefined {
  const fromFront = (each: number): number => (each < 0 ? each + rank : each);
  if (node.opType === 'Transpose') {
    const reversed = Array.from({ length: rank }, (_, each) => rank - 1 - each);
    return intsAttribute(node, 'perm', reversed).indexOf(axis);
  }
  if (node.opType === 'Gather') {
    const along = fromFront(intAttribute(node, 'axis', 0));
    if (axis === along) return undefined;
    return axis < along ? axis : axis + outputRank - rank;
  }
  if (hasTrait(node, 'recurrent')) {
    // [steps, directions, batch, features] or a state, [directions, batch, features], unless the batch is first.
    return intAttribute(node, 'layout', 0) === 1 ? 0 : outputRank - 2;
  }
  if (/^(Reduce|Arg)/.test(node.opType)) {
    if (outputRank === rank) return axis;
    const axes = graph.initializers.get(node.inputs[1] ?? '')?.data;
    const given = axes
      ? Array.from(axes, Number)
      : intsAttribute(node, 'axes', [intAttribute(node, 'axis', 0)]);
    return axis - given.map(fromFront).filter((each) => each < axis).length;
  }
  return axis + outputRank - rank;
}

/**
 * Elements keep their order. Of the axes that can hold the samples, one that starts with them is preferred, but an axis
 * behind other positions over the last one, which is that of features.
 */
function reshaped(place: BatchPlace, dims: Dims, output: Dims): BatchPlace {
  const { outer } = place;
  const before = output.map((_, axis) => sizeOf(output.slice(0, axis)));
  const starting = before.flatMap((size, axis) => (size === outer ? [axis] : []));
  const merged = before.findIndex(
    (size, axis) => size < outer && outer % size === 0 && (size * output[axis]) % outer === 0,
  );
  const last = output.length - 1;
  const inner = starting.find((axis) => axis < last);
  if (inner !== undefined) return { axis: inner, outer };
  const keepsLast = starting.length > 0 && (merged < 0 || place.axis === dims.length - 1);
  if (keepsLast) return { axis: last, outer };
  return merged < 0 ? FIRST : { axis: merged, outer };
}
