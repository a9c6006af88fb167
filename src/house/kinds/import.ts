import { nodeId } from '../../onnx/graph.js';
import type { SubNetwork } from '../../onnx/sub-network.js';
import { producersOf } from '../../onnx/topology.js';
import type { Rng } from '../../random.js';
import type { Member } from '../alternative.js';
import { channelCount } from '../channels/channel-axis.js';
import { type Fit, importedDraft } from '../drafts/imported.js';
import { isLinear } from '../layers/linear-layers.js';
import { pickOne } from '../pick.js';
import type { HouseContext, Kind } from './kind.js';
import { alternativeOf, type PlacedDraft, placeName } from './placed-draft.js';

/** How often a draw is for a place longer than the longest sampled span: hybrids of two whole networks. */
const LONG_SHARE = 0.25;
/** So many donors are drawn at random, and the one that lies most like the place is taken. */
const CANDIDATES = 3;
/** A donor with more linear layers keeps layers that nothing fits to the teacher's features. */
const SHALLOW = 2;

/** A random sub-network of a random member for a random place of the teacher. */
export const importKind: Kind & { readonly name: 'import' } = {
  name: 'import',
  teacherShare: 0.25,
  always: () => [],
  draw(context, rng) {
    const source = drawImport(context, rng);
    return source && alternativeOf('import', source.label, source);
  },
};

export function drawImport(
  { teacher, member, places, donors }: HouseContext,
  rng: Rng,
): PlacedDraft | undefined {
  const long = rng.next() < LONG_SHARE && places.long.length > 0;
  const place = pickOne(long ? places.long : places.short, rng);
  if (place === undefined) return undefined;
  const fitting = donors
    .fitting(place)
    .filter(({ sub }) => member !== teacher || (sub.from !== place.from && sub.to !== place.to));
  const donor = Array.from({ length: CANDIDATES }, () => pickOne(fitting, rng)).reduce((best, other) =>
    best !== undefined && other !== undefined && other.distance < best.distance ? other : best,
  )?.sub;
  if (donor === undefined) return undefined;
  const widths = [place.from, place.to].map((name) => channelCount(teacher.graph.values.get(name)!.dims));
  const own = [donor.from, donor.to].map((name) => channelCount(member.graph.values.get(name)!.dims));
  const atInput = !producersOf(teacher.graph).has(place.from);
  const deep = !atInput && linearLayersIn(member, donor) > SHALLOW;
  const fit = drawFit(widths, own, deep, rng);
  const draft = importedDraft(teacher, place, member, donor, fit);
  const label = `import:${member.name}:${placeName(donor)}:${placeName(place)}:${fit}`;
  return draft && { label, place, draft };
}

/**
 * Feature bases differ between networks, and between places of one: only a donor in which every layer is solved anew,
 * or that reads the image, can do without adapters.
 */
function drawFit(wanted: readonly number[], own: readonly number[], deep: boolean, rng: Rng): Fit {
  const chance = rng.next();
  const wide = own.every((width, end) => width >= wanted[end]);
  return wide && chance < (deep ? 0.05 : 0.5) ? 'selected' : 'adapted';
}

function linearLayersIn({ graph }: Member, donor: SubNetwork): number {
  const inside = new Set(donor.nodes);
  return graph.nodes.filter((node) => inside.has(nodeId(node)) && isLinear(graph, node)).length;
}
