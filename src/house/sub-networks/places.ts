import type { SubNetwork } from '../../onnx/sub-network.js';
import type { Rng } from '../../random.js';
import type { Member } from '../alternative.js';
import { cutPoints } from './cut-points.js';
import { distinctSubNetworks } from './distinct-sub-networks.js';
import { spanOf } from './span.js';

/** Where the teacher may be replaced. */
export interface Places {
  /** No longer than the longest span. */
  readonly short: readonly SubNetwork[];
  /** Longer, up to the whole network. */
  readonly long: readonly SubNetwork[];
}

export interface PlacesOptions {
  /** How many short ones; half as many long ones are sampled besides. */
  readonly count: number;
  /** Share of the cut points, 0 to 1. */
  readonly maxSpan: number;
}

/** Samples sub-networks of the teacher: every span is as likely as any other, then every place of that span. */
export function samplePlaces(teacher: Member, { count, maxSpan }: PlacesOptions, rng: Rng): Places {
  const span = spanOf(teacher.graph, cutPoints(teacher.graph));
  const longest = Math.max(1, Math.floor(maxSpan * span.steps + 1e-9));
  const all = distinctSubNetworks(teacher);
  const lengthOf = (sub: SubNetwork) => span.between(sub.from, sub.to);
  const short = all.filter((sub) => lengthOf(sub) <= longest);
  const long = all.filter((sub) => lengthOf(sub) > longest);
  return {
    short: sampleBySpan(short, lengthOf, count, rng),
    long: sampleBySpan(long, lengthOf, Math.ceil(count / 2), rng),
  };
}

function sampleBySpan(
  subs: readonly SubNetwork[],
  lengthOf: (sub: SubNetwork) => number,
  count: number,
  rng: Rng,
): SubNetwork[] {
  const bySpan = new Map<number, SubNetwork[]>();
  for (const sub of subs) {
    const length = lengthOf(sub);
    const known = bySpan.get(length);
    if (known === undefined) bySpan.set(length, [sub]);
    else known.push(sub);
  }
  const shelves = [...bySpan].sort(([left], [right]) => left - right).map(([, shelf]) => rng.shuffle(shelf));
  const chosen: SubNetwork[] = [];
  while (chosen.length < count && shelves.length > 0) {
    const at = rng.int(shelves.length);
    chosen.push(shelves[at].pop()!);
    if (shelves[at].length === 0) shelves.splice(at, 1);
  }
  return chosen;
}
