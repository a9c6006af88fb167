import type { Rng } from '../../random.js';
import { pruneDraft } from '../drafts/prune-draft.js';
import { pickOne } from '../pick.js';
import { drawImport } from './import.js';
import type { HouseContext } from './kind.js';
import { memberDraft, type PlacedDraft, teacherDraft } from './placed-draft.js';
import { drawShortened } from './shorten.js';

const FACTORS = [0.5, 0.65, 0.75, 0.85];

/**
 * What an alternative is made from: a sub-network of the teacher, an imported one or a whole network; as it is, with
 * parts left out, or pruned.
 */
export function drawSource(context: HouseContext, rng: Rng): PlacedDraft | undefined {
  const plain = drawPlain(context, rng.next(), rng);
  const chance = rng.next();
  if (plain === undefined || chance >= 0.4) return plain;
  if (chance < 0.2) return drawShortened(context, plain, rng) ?? plain;
  const factor = pickOne(FACTORS, rng)!;
  return narrowed(plain, factor) ?? plain;
}

/** A source with that share of its inner channels. */
export function narrowed(source: PlacedDraft, factor: number): PlacedDraft | undefined {
  const draft = pruneDraft(source.draft, { factor, by: 'reconstruction', scope: 'inner', slope: 0 });
  return draft && { ...source, label: `prune:${factor.toFixed(2)}:${source.label}`, draft };
}

/** A part of the member as it is: a whole network, an imported part, or a part of the teacher. @param chance 0 to 1 */
export function drawPlain(context: HouseContext, chance: number, rng: Rng): PlacedDraft | undefined {
  const { teacher, member, places } = context;
  if (chance < (member === teacher ? 0.1 : 0.3)) return memberDraft(context);
  if (member !== teacher) return drawImport(context, rng);
  const place = pickOne(chance < 0.25 ? places.long : places.short, rng);
  return place && teacherDraft(teacher, place);
}
