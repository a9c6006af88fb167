import { producersOf } from '../../onnx/topology.js';
import type { Rng } from '../../random.js';
import { pick } from '../pick.js';
import { type Part, shapeKeepingParts } from '../shape-keeping-parts.js';
import { shortenDraft } from '../shorten-draft.js';
import { alternativeOf, memberSource, type Source, teacherSource } from '../source.js';
import { drawImport } from './import.js';
import type { HouseContext, Kind } from './kind.js';

/** Shares of the parts that stay in the whole networks that are always there. */
const LADDER = [0.75, 0.5, 0.34];

/** A stretch of the teacher, an imported one or a whole network with some of its shape-keeping parts left out. */
export const shortenKind: Kind = {
  name: 'shorten',
  teacherShare: 0.6,
  count: ({ shortened }) => shortened,
  always(context) {
    const source = memberSource(context);
    if (source === undefined) return [];
    return LADDER.flatMap((share) => finish(shortened(source, undefined, evenly(share))) ?? []);
  },
  draw(context, rng) {
    const source = drawSource(context, rng);
    return source && finish(drawShortened(context, source, rng));
  },
};

const finish = (source: Source | undefined) => source && alternativeOf('shorten', source.label, source);

function drawSource(context: HouseContext, rng: Rng): Source | undefined {
  const { teacher, member, places } = context;
  const chance = rng.next();
  if (chance < 0.2) return memberSource(context);
  if (member !== teacher) return drawImport(context, rng);
  const place = pick(chance < 0.4 ? places.long : places.short, rng);
  return place && teacherSource(teacher, place);
}

/** The source with a random number of its parts left out, evenly spread or anywhere. */
export function drawShortened({ teacher }: HouseContext, source: Source, rng: Rng): Source | undefined {
  const inputKind = producersOf(teacher.graph).get(source.place.from)?.opType;
  const share = 0.2 + 0.7 * rng.next();
  const keep =
    rng.next() < 0.5
      ? evenly(share)
      : (runs: readonly number[]) => {
          const total = runs.reduce((sum, length) => sum + length, 0);
          const order = rng.shuffle([...Array(total).keys()]);
          const kept = new Set(order.slice(0, Math.min(total - 1, Math.round(total * share))));
          let at = 0;
          return runs.map((length) => Array.from({ length }, () => kept.has(at++)));
        };
  return shortened(source, inputKind, keep);
}

/** `keep`: from the lengths of runs of parts of one shape to which of them stay. */
function shortened(
  source: Source,
  inputKind: string | undefined,
  keep: (runs: readonly number[]) => readonly (readonly boolean[])[],
): Source | undefined {
  const { graph } = source.draft;
  const runs: Part[][] = [];
  for (const part of shapeKeepingParts(graph, inputKind)) {
    if (runs.at(-1)?.at(-1)?.to === part.from) runs.at(-1)!.push(part);
    else runs.push([part]);
  }
  if (runs.length === 0) return undefined;
  const stays = keep(runs.map(({ length }) => length));
  const gone = runs.flatMap((run, index) => run.filter((_, part) => !stays[index][part]));
  const draft = gone.length === 0 ? undefined : shortenDraft(source.draft, gone);
  const pattern = stays.map((run) => run.map((stay) => (stay ? '1' : '0')).join('')).join('.');
  return draft && { ...source, label: `shorten:${pattern}:${source.label}`, draft };
}

/**
 * About `share` of all parts, evenly spread over each run; the last run of several keeps more than that and the others
 * fewer: what is lost late cannot be made up for by what comes after.
 */
const evenly =
  (share: number) =>
  (runs: readonly number[]): boolean[][] => {
    const earlier = runs.slice(0, -1).reduce((sum, length) => sum + length, 0);
    const last = runs.at(-1)!;
    const lastShare = earlier === 0 ? share : (1 + share) / 2;
    const earlierShare =
      earlier === 0 ? share : Math.max(0, (share * (earlier + last) - lastShare * last) / earlier);
    return runs.map((length, run) => spread(length, run === runs.length - 1 ? lastShare : earlierShare));
  };

function spread(length: number, share: number): boolean[] {
  const count = Math.max(1, Math.min(length, Math.round(length * share)));
  const kept = new Set(Array.from({ length: count }, (_, index) => Math.floor((index * length) / count)));
  return Array.from({ length }, (_, index) => kept.has(index));
}
