import type { Rng } from '../../random.js';
import { channelCount } from '../channels/channel-axis.js';
import { type Fit, importedDraft } from '../imported.js';
import { pick } from '../pick.js';
import { alternativeOf, placeName, type Source } from '../source.js';
import type { HouseContext, Kind } from './kind.js';

/** How often a draw is for a place longer than the longest sampled span: hybrids of two whole networks. */
const LONG_SHARE = 0.25;

/** A random sub-network of a random member for a random place of the teacher. */
export const importKind: Kind = {
  name: 'import',
  teacherShare: 0.25,
  count: ({ imported }) => imported,
  always: () => [],
  draw(context, rng) {
    const source = drawImport(context, rng);
    return source && alternativeOf('import', source.label, source);
  },
};

export function drawImport({ teacher, member, places, donors }: HouseContext, rng: Rng): Source | undefined {
  const long = rng.next() < LONG_SHARE && places.long.length > 0;
  const place = pick(long ? places.long : places.short, rng);
  if (place === undefined) return undefined;
  const fitting = donors
    .fitting(teacher.graph, place)
    .filter(({ from, to }) => member !== teacher || (from !== place.from && to !== place.to));
  const donor = pick(fitting, rng);
  if (donor === undefined) return undefined;
  const widths = [place.from, place.to].map((name) => channelCount(teacher.graph.values.get(name)!.dims));
  const own = [donor.from, donor.to].map((name) => channelCount(member.graph.values.get(name)!.dims));
  const fit = drawFit(widths, own, member === teacher, rng);
  const draft = importedDraft(teacher, place, member, donor, fit);
  const label = `import:${member.name}:${placeName(donor)}:${placeName(place)}:${fit}`;
  return draft && { label, place, draft };
}

/** Feature bases differ between networks, so that adapters are the rule there and the exception within one. */
function drawFit(wanted: readonly number[], own: readonly number[], sameMember: boolean, rng: Rng): Fit {
  const chance = rng.next();
  const equal = own.every((width, end) => width === wanted[end]);
  const wide = own.every((width, end) => width >= wanted[end]);
  const share = sameMember ? 0.5 : equal ? 0.3 : 0.15;
  return wide && chance < share ? 'selected' : 'adapted';
}
