import { producersOf } from '../../onnx/topology.js';
import type { Rng } from '../../random.js';
import { type Part, shapeKeepingParts } from '../drafts/shape-keeping-parts.js';
import { shortenDraft } from '../drafts/shorten-draft.js';
import { pickOne } from '../pick.js';
import { drawImport } from './import.js';
import type { HouseContext, Kind } from './kind.js';
import { alternativeOf, memberDraft, type PlacedDraft, placeName, teacherDraft } from './placed-draft.js';

/** So many whole networks of one member are always there at most. */
const LONGEST_LADDER = 12;

/** A stretch of the teacher, an imported one or a whole network with some of its shape-keeping parts left out. */
export const shortenKind: Kind & { readonly name: 'shorten' } = {
  name: 'shorten',
  teacherShare: 0.6,
  always(context) {
    const source = memberDraft(context);
    if (source === undefined) return [];
    const parts = shapeKeepingParts(source.draft.graph).length;
    return widthLadder(parts, LONGEST_LADDER).map(
      (count) => () => finish(shortenedMember(context, source, count)),
    );
  },
  draw(context, rng) {
    const source = drawSource(context, rng);
    return source && finish(drawShortened(context, source, rng));
  },
};

const finish = (source: PlacedDraft | undefined) => source && alternativeOf('shorten', source.label, source);

/** A whole member with `count` of its parts: those that matter most where that is known, else evenly spread. */
export function shortenedMember(
  { member }: HouseContext,
  source: PlacedDraft,
  count: number,
): PlacedDraft | undefined {
  return shortened(source, undefined, (runs) =>
    member.partOrder.length === runs.flat().length
      ? inOrder(runs, count, member.partOrder)
      : spreadOver(runs, count),
  );
}

function drawSource(context: HouseContext, rng: Rng): PlacedDraft | undefined {
  const { teacher, member, places } = context;
  const chance = rng.next();
  if (chance < 0.2) return memberDraft(context);
  if (member !== teacher) return drawImport(context, rng);
  const place = pickOne(chance < 0.4 ? places.long : places.short, rng);
  return place && teacherDraft(teacher, place);
}

/** The source with a random number of its parts left out, evenly spread or anywhere. */
export function drawShortened(
  { teacher }: HouseContext,
  source: PlacedDraft,
  rng: Rng,
): PlacedDraft | undefined {
  const inputKind = producersOf(teacher.graph).get(source.place.from)?.opType;
  const share = 0.2 + 0.7 * rng.next();
  const keep =
    rng.next() < 0.5
      ? evenly(share)
      : (runs: readonly (readonly Part[])[]) => {
          const total = runs.flat().length;
          const order = rng.shuffle([...Array(total).keys()]);
          const kept = new Set(order.slice(0, Math.min(total - 1, Math.round(total * share))));
          let at = 0;
          return runs.map((run) => run.map(() => kept.has(at++)));
        };
  return shortened(source, inputKind, keep);
}

/** `keep`: from the runs of parts of one shape to which of them stay. */
function shortened(
  source: PlacedDraft,
  inputKind: string | undefined,
  keep: (runs: readonly (readonly Part[])[]) => readonly (readonly boolean[])[],
): PlacedDraft | undefined {
  const { graph } = source.draft;
  const runs: Part[][] = [];
  for (const part of shapeKeepingParts(graph, inputKind)) {
    if (runs.at(-1)?.at(-1)?.to === part.from) runs.at(-1)!.push(part);
    else runs.push([part]);
  }
  if (runs.length === 0) return undefined;
  const stays = keep(runs);
  const gone = runs.flatMap((run, index) => run.filter((_, part) => !stays[index][part]));
  const draft = gone.length === 0 ? undefined : shortenDraft(source.draft, gone);
  const pattern = stays.map((run) => run.map((stay) => (stay ? '1' : '0')).join('')).join('.');
  return draft && { ...source, label: `shorten:${pattern}:${source.label}`, draft };
}

/** Every number of parts from a third of them to all but one, or `most` of these numbers, evenly spread. */
export function widthLadder(parts: number, most: number): number[] {
  const counts = Array.from({ length: parts }, (_, count) => count).filter((count) => 3 * count >= parts);
  if (counts.length <= most) return counts;
  return Array.from({ length: most }, (_, step) => counts[Math.floor((step * counts.length) / most)]);
}

/** About `share` of all parts, see {@link countsToKeep}. */
const evenly = (share: number) => (runs: readonly (readonly Part[])[]) => {
  return spreadOver(runs, Math.round(share * runs.flat().length));
};

const spreadOver = (runs: readonly (readonly Part[])[], count: number): boolean[][] => {
  const counts = countsToKeep(
    runs.map(({ length }) => length),
    count,
  );
  return runs.map(({ length }, run) => spread(length, counts[run]));
};

/** All but the first of `order` that leave `count`, the last part of a run never among them. */
function inOrder(runs: readonly (readonly Part[])[], count: number, order: readonly string[]): boolean[][] {
  const runOf = new Map(runs.flatMap((run) => run.map((part) => [placeName(part), run] as const)));
  const gone = new Set<string>();
  for (const name of order) {
    if (runs.flat().length - gone.size <= count) break;
    const others = runOf.get(name)?.filter((part) => !gone.has(placeName(part))) ?? [];
    if (others.length > 1) gone.add(name);
  }
  return runs.map((run) => run.map((part) => !gone.has(placeName(part))));
}

/**
 * How many parts of each run stay, `count` in all but at least one of each: the last run of several keeps more than its
 * share and the others less: what is lost late cannot be made up for by what comes after.
 */
export function countsToKeep(runs: readonly number[], count: number): number[] {
  const total = sumOf(runs);
  const [last, earlier] = [runs.at(-1)!, total - runs.at(-1)!];
  const share = count / total;
  const lastShare = earlier === 0 ? share : (1 + share) / 2;
  const earlierShare = earlier === 0 ? share : Math.max(0, (count - lastShare * last) / earlier);
  const wanted = runs.map((length, run) => length * (run === runs.length - 1 ? lastShare : earlierShare));
  const counts = runs.map((length, run) => Math.min(length, Math.max(1, Math.floor(wanted[run]))));
  // What rounding down left over goes where most of a part is missing; what the ones took comes from where most are.
  for (let left = count - sumOf(counts); left !== 0; left -= Math.sign(left)) {
    const step = Math.sign(left);
    const open = [...counts.keys()].filter((run) => (step > 0 ? counts[run] < runs[run] : counts[run] > 1));
    if (open.length === 0) break;
    const missing = (run: number) => step * (wanted[run] - counts[run]);
    const run = open.reduce((best, other) => (missing(other) >= missing(best) ? other : best));
    counts[run] += step;
  }
  return counts;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function spread(length: number, count: number): boolean[] {
  const kept = new Set(Array.from({ length: count }, (_, index) => Math.floor((index * length) / count)));
  return Array.from({ length }, (_, index) => kept.has(index));
}
