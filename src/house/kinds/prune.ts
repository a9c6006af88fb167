import type { Rng } from '../../random.js';
import type { Alternative } from '../alternative.js';
import { type PruneOptions, pruneDraft } from '../drafts/prune-draft.js';
import { pickOne } from '../pick.js';
import { drawPlain } from './draw-source.js';
import type { HouseContext, Kind } from './kind.js';
import { alternativeOf, memberDraft, type PlacedDraft } from './placed-draft.js';
import { drawShortened } from './shorten.js';

/** Widths of the whole networks that are always there. */
const LADDER = [0.85, 0.75, 0.65, 0.5, 0.35];
/** Those of them that are there with a slope too: better at the same multiply-accumulates, but with more parameters. */
const SLOPED_LADDER = [0.65, 0.5, 0.35];
const SLOPE = 0.25;
const WHOLE = { by: 'reconstruction', scope: 'inner' } as const;
const SCORES = ['norm', 'activation', 'reconstruction', 'reconstruction'] as const;
const FACTORS = [0.25, 0.35, 0.5, 0.65, 0.75, 0.85, 0.9];

/** Inner channels taken out of a sub-network of the teacher, an imported one or a whole network. */
export const pruneKind: Kind & { readonly name: 'prune' } = {
  name: 'prune',
  teacherShare: 0.5,
  always(context) {
    const source = memberDraft(context);
    if (source === undefined) return [];
    const level = (width: number) => () => cutTo(source, width);
    const sloped = (factor: number) => () => finish(source, { factor, ...WHOLE, slope: SLOPE });
    return [...LADDER.map(level), ...SLOPED_LADDER.map(sloped)];
  },
  draw(context, rng) {
    const source = drawSource(context, rng);
    if (source === undefined) return undefined;
    const factor = pickOne(FACTORS, rng)!;
    const by = pickOne(SCORES, rng)!;
    const scope = rng.next() < 0.25 ? 'all' : 'inner';
    const slope = rng.next() < 0.3 ? Math.min(SLOPE, 1 - factor) : 0;
    return finish(source, { factor, by, scope, slope });
  },
};

/** A whole network of this width. */
export function ofWidth(
  context: Pick<HouseContext, 'teacher' | 'member' | 'whole'>,
  width: number,
): Alternative | undefined {
  const source = memberDraft(context);
  return source && cutTo(source, width);
}

function cutTo(source: PlacedDraft, width: number): Alternative | undefined {
  const cut = finish(source, { factor: width, ...WHOLE, slope: 0 });
  return cut && { ...cut, width };
}

function drawSource(context: HouseContext, rng: Rng): PlacedDraft | undefined {
  const [chance, shorter] = [rng.next(), rng.next() < 0.2];
  const source = drawPlain(context, chance, rng);
  return source && shorter ? (drawShortened(context, source, rng) ?? source) : source;
}

function finish(source: PlacedDraft, options: PruneOptions): Alternative | undefined {
  const draft = pruneDraft(source.draft, options);
  if (draft === undefined) return undefined;
  const { factor, by, scope, slope } = options;
  const words = [
    factor.toFixed(2),
    by,
    ...(slope > 0 ? ['sloped'] : []),
    ...(scope === 'all' ? ['all'] : []),
  ];
  const label = `prune:${words.join('-')}:${source.label}`;
  return alternativeOf('prune', label, { ...source, draft });
}
