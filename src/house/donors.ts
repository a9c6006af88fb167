import { nodeMacs } from '../onnx/cost.js';
import { type Graph, nodeId } from '../onnx/graph.js';
import { isRowOfIntegers, sideValues } from '../onnx/side-values.js';
import type { SubNetwork } from '../onnx/sub-network.js';
import { producersOf } from '../onnx/topology.js';
import type { Member } from './alternative.js';
import { channelAxis } from './channels/channel-axis.js';
import { distinctSubNetworks } from './sub-networks/distinct-sub-networks.js';

export interface Donor {
  readonly sub: SubNetwork;
  /**
   * How far it lies in its network from where the place lies in the teacher, 0 to 2: both ends, by {@link workDepths}.
   */
  readonly distance: number;
}

/** The sub-networks of one member, found by the place of the teacher into which they would fit. */
export interface Donors {
  /** Those with the same spatial sizes at both ends and the same kind of last operation. */
  fitting(place: SubNetwork): readonly Donor[];
}

export function donorsOf(teacher: Member, member: Member): Donors {
  const shelves = new Map<string, SubNetwork[]>();
  const label = labeller(member.graph);
  const [side, nodes] = [
    sideValues(member.graph),
    new Map(member.graph.nodes.map((node) => [nodeId(node), node])),
  ];
  // Integers cannot be adapted, and what another network makes of them may mean something else.
  const isClosed = ({ from, nodes: ids }: SubNetwork): boolean =>
    !isRowOfIntegers(member.graph, from) &&
    !(side.size > 0 && ids.some((id) => nodes.get(id)!.inputs.some((name) => side.has(name))));
  for (const sub of distinctSubNetworks(member)) {
    if (!isClosed(sub)) continue;
    const key = label(sub);
    const shelf = shelves.get(key);
    if (shelf === undefined) shelves.set(key, [sub]);
    else shelf.push(sub);
  }
  const labelOfPlace = labeller(teacher.graph);
  const [wanted, own] = [workDepths(teacher.graph), workDepths(member.graph)];
  const apart = (place: string, donor: string) => Math.abs(wanted.get(place)! - own.get(donor)!);
  return {
    fitting: (place) =>
      (shelves.get(labelOfPlace(place)) ?? []).map((sub) => ({
        sub,
        distance: apart(place.from, sub.from) + apart(place.to, sub.to),
      })),
  };
}

/** Ends of the network are for ends of the network only: an image is no feature map, and logits have a meaning. */
function labeller(graph: Graph): (sub: SubNetwork) => string {
  const makers = producersOf(graph);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const spatial = (tensor: string): string => {
    const { dims } = graph.values.get(tensor)!;
    const axis = channelAxis(dims);
    return dims.map((size, index) => (index === axis ? 'c' : size)).join('x');
  };
  return ({ from, to }) =>
    [
      makers.has(from) ? spatial(from) : `input ${graph.values.get(from)!.dims.join('x')}`,
      outputs.has(to) ? `output ${graph.values.get(to)!.dims.join('x')}` : spatial(to),
      makers.get(to)!.opType,
    ].join(' ');
}

/**
 * For each activation the share (0 to 1) of the network's multiply-accumulates that come before it in topological
 * order.
 */
function workDepths(graph: Graph): ReadonlyMap<string, number> {
  const depths = new Map(graph.inputs.map(({ name }) => [name, 0]));
  let done = 0;
  for (const node of graph.nodes) {
    done += nodeMacs(node, graph);
    for (const name of node.outputs) depths.set(name, done);
  }
  return new Map([...depths].map(([name, before]) => [name, done === 0 ? 0 : before / done]));
}
