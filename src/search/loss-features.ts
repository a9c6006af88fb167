import type { Candidate } from './problem.js';

/** A whole student that was measured. */
export interface MeasuredSet {
  readonly chosen: readonly string[];
  /** Its quality loss, in the unit of the candidates' losses. */
  readonly measured: number;
}

/** Something that may make sets lose more or less than the sum of their candidates. */
export interface Feature {
  /** Every candidate, one, or two together. */
  readonly of: 'all' | readonly [string] | readonly [string, string];
  /** How much of it is in each measured set. */
  readonly values: readonly number[];
  /** Prior variance of its weight, mean 0. */
  readonly variance: number;
  /** Least weight. With all at their least a measured set still loses nothing, not less. */
  readonly atLeast: number;
}

/**
 * Standard deviations of the prior, as shares of the losses in question. Found by trying on generated networks of
 * interactions.
 */
const prior = { factor: 0.1, own: 0.25, pair: 0.5 };
/** Share of the network between two replacements at which they are expected to interact half as much as neighbours. */
const halfway = 0.1;
/** A replacement that loses nothing alone may still interact: losses count for at least this share of the mean. */
const floor = 0.1;

/**
 * The features of `learnInteractions`: a common factor on all losses, less for a candidate the more of the network it
 * replaces (one that replaces all stands alone, and what it loses is known); each candidate that was measured; each
 * pair measured together, for which more is expected the more both lose alone and the nearer they are in topological
 * order.
 */
export function featuresOf(
  measured: readonly MeasuredSet[],
  candidates: readonly Candidate[],
  losses: ReadonlyMap<string, number>,
): Feature[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const total = new Set(candidates.flatMap(({ nodes }) => nodes)).size;
  const sets = measured.map(({ chosen }) => [...new Set(chosen)].filter((id) => byId.has(id)).sort());
  const used = [...new Set(sets.flat())].sort();
  const meanLoss = used.reduce((sum, id) => sum + Math.abs(losses.get(id)!), 0) / Math.max(used.length, 1);
  const sizeOf = (id: string) => Math.max(Math.abs(losses.get(id)!), floor * meanLoss, 1e-9);
  const isIn = sets.map((set) => new Set(set));

  const features: Feature[] = [
    {
      of: 'all',
      values: sets.map((set) =>
        set.reduce((sum, id) => sum + sharedLoss(byId.get(id)!, losses.get(id)!, total), 0),
      ),
      variance: prior.factor ** 2,
      atLeast: -0.5,
    },
  ];
  for (const id of used) {
    const isAlone = sets.some((set) => set.length === 1 && set[0] === id);
    const loss = Math.max(losses.get(id)!, 0);
    features.push({
      of: [id],
      values: isIn.map((set) => (set.has(id) ? 1 : 0)),
      variance: (prior.own * sizeOf(id)) ** 2,
      atLeast: isAlone ? -loss : -0.25 * loss - 0.5 * (loss - sharedLoss(byId.get(id)!, loss, total)),
    });
  }
  for (const [at, first] of used.entries()) {
    for (const second of used.slice(at + 1)) {
      const values: number[] = isIn.map((set) => (set.has(first) && set.has(second) ? 1 : 0));
      if (!values.includes(1)) continue;
      const largest = Math.max(...sets.filter((_, row) => values[row] === 1).map((set) => set.length));
      const both = Math.max(losses.get(first)! + losses.get(second)!, 0);
      const near = nearness(byId.get(first)!, byId.get(second)!, total);
      features.push({
        of: [first, second],
        values,
        variance: prior.pair ** 2 * sizeOf(first) * sizeOf(second) * near ** 2,
        atLeast: (-0.25 * both) / (largest - 1),
      });
    }
  }
  return features;
}

/** The part of a candidate's loss that the common factor multiplies. */
export function sharedLoss({ nodes }: Candidate, loss: number, total: number): number {
  return loss * (1 - new Set(nodes).size / total);
}

function nearness(first: Candidate, second: Candidate, total: number): number {
  const [early, late] = first.nodes[0] < second.nodes[0] ? [first, second] : [second, first];
  const between = Math.max(Math.min(...late.nodes) - Math.max(...early.nodes) - 1, 0);
  return 1 / (1 + between / (halfway * total));
}
