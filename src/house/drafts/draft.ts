import { extract } from '../../onnx/extract.js';
import type { Graph } from '../../onnx/graph.js';
import type { SubNetwork } from '../../onnx/sub-network.js';
import type { ActivationRef, Member } from '../alternative.js';

/** What a tensor should be like: an activation of a member, or only some channels of it. */
export interface Aim {
  readonly reference: ActivationRef;
  readonly channels?: readonly number[] | undefined;
}

/** An alternative in the making. */
export interface Draft {
  /** Name of the member whose weights it begins with. */
  readonly member: string;
  /** One input, one output. */
  readonly graph: Graph;
  /** What each activation of the graph should be like. */
  readonly aims: ReadonlyMap<string, Aim>;
  /** Ids of Conv, Gemm and MatMul nodes to be solved by least squares. */
  readonly layers: ReadonlySet<string>;
  /** Mean absolute activation by channel, where it is known. */
  readonly means: ReadonlyMap<string, Float64Array>;
  /** Place of each channel in the order in which they are best taken out, where it is known: see {@link Member}. */
  readonly ranks: ReadonlyMap<string, Float64Array>;
}

/** A sub-network of a member as it is. */
export function draftOf(member: Member, sub: SubNetwork): Draft {
  const graph = extract(member.graph, sub);
  const names = [...graph.values.keys()];
  const reference = (tensor: string): Aim => ({ reference: { member: member.name, tensor } });
  return {
    member: member.name,
    graph,
    aims: new Map(names.map((name) => [name, reference(name)])),
    layers: new Set(),
    means: among(names, member.channelMeans),
    ranks: among(names, member.channelRanks),
  };
}

function among(
  names: readonly string[],
  known: ReadonlyMap<string, Float64Array>,
): ReadonlyMap<string, Float64Array> {
  return new Map(
    names.flatMap((name) => {
      const values = known.get(name);
      return values === undefined ? [] : [[name, values] as const];
    }),
  );
}
