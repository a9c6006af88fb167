import type { KindName } from '../../config/kinds.js';
import type { Rng } from '../../random.js';
import type { Alternative } from '../alternative.js';
import type { Draft } from '../drafts/draft.js';
import { shapeKeepingParts } from '../drafts/shape-keeping-parts.js';
import { pickOne } from '../pick.js';
import { type ChosenRewrite, chooseRewrites } from '../rewrites/choose-rewrites.js';
import { workOfLayers } from '../rewrites/layer-sites.js';
import type { FindSites, Site } from '../rewrites/rewrite.js';
import { rewriteDraft } from '../rewrites/rewrite-draft.js';
import { drawSource, narrowed } from './draw-source.js';
import type { HouseContext, Kind } from './kind.js';
import { alternativeOf, memberDraft, type PlacedDraft } from './placed-draft.js';
import { shortenedMember } from './shorten.js';

export interface RewritingKind<Name extends KindName = KindName> {
  readonly name: Name;
  /** Ways to find sites; the first is for the whole networks that are always there, and has no label. */
  readonly ways: readonly { readonly label: string; readonly sites: FindSites }[];
  /** What a share is a share of. */
  readonly total: (draft: Draft, sites: readonly Site[]) => number;
  /** Shares of the work that stay in the whole networks that are always there. */
  readonly ladder: readonly number[];
  /** The same for whole networks that are shortened first; see {@link LEFT_OUT}. */
  readonly shortenedLadder?: readonly number[];
  /** The same for whole networks that are pruned first; see {@link WIDTHS}. */
  readonly prunedLadder?: readonly number[];
}

const SHARES = [0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85];
/**
 * An alternative has to save so much of the work of its source's layers: the rest is lost in the noise of measuring.
 */
const LEAST_SAVED = 0.02;
/** How often only some of the sites may be rewritten. */
const SUBSET_SHARE = 0.4;

/** Shares of a network's parts that are left out before its layers are rewritten. */
const LEFT_OUT = [1 / 14, 1 / 7, 1 / 5, 1 / 3];
/** Shares of a network's inner channels that stay before it is rewritten. */
const WIDTHS = [0.85, 0.75, 0.65, 0.5];

/** A kind that computes layers or functions of a network in cheaper ways, and solves what is behind them anew. */
export function rewritingKind<Name extends KindName>({
  name,
  ways,
  total,
  ladder,
  shortenedLadder = [],
  prunedLadder = [],
}: RewritingKind<Name>): Kind & { readonly name: Name } {
  const made = (
    { subspaces }: HouseContext,
    source: PlacedDraft,
    way: RewritingKind['ways'][number],
    share: number,
    rng?: Rng,
  ): Alternative | undefined => {
    const all = [...way.sites(source.draft, subspaces)].filter((site) => site !== undefined);
    const isIn = all.map(() => rng === undefined || rng.next() < 0.5);
    const sites = all.filter((_, index) => isIn[index]);
    const choices = chooseRewrites(sites, total(source.draft, all), share);
    if (choices.length === 0) return undefined;
    if (savedBy(choices) < LEAST_SAVED * workOfLayers(source.draft)) return undefined;
    const pattern = rng === undefined ? '' : isIn.map(Number).join('');
    const words = [share.toFixed(2), way.label, pattern].filter((word) => word !== '').join('-');
    const draft = rewriteDraft(source.draft, choices);
    return alternativeOf(name, `${name}:${words}:${source.label}`, { ...source, draft });
  };
  return {
    name,
    teacherShare: 0.6,
    *prepare(context) {
      const source = memberDraft(context);
      if (source !== undefined) for (const _ of ways[0].sites(source.draft, context.subspaces)) yield;
    },
    always(context) {
      const source = memberDraft(context);
      if (source === undefined) return [];
      const on = (shares: readonly number[]) => (cut: () => PlacedDraft | undefined) => {
        const first = once(cut);
        return shares.map((share) => () => {
          const from = first();
          return from && made(context, from, ways[0], share);
        });
      };
      const shorter = shorterCounts(source).map((count) => () => shortenedMember(context, source, count));
      const narrower = WIDTHS.map((width) => () => narrowed(source, width));
      return [
        ...on(ladder)(() => source),
        ...shorter.flatMap(on(shortenedLadder)),
        ...narrower.flatMap(on(prunedLadder)),
      ];
    },
    draw(context, rng) {
      const source = drawSource(context, rng);
      if (source === undefined) return undefined;
      const way = pickOne(ways, rng)!;
      const share = pickOne(SHARES, rng)!;
      return made(context, source, way, share, rng.next() < SUBSET_SHARE ? rng : undefined);
    },
  };
}

/** Parts that stay, by {@link LEFT_OUT}. */
function shorterCounts(source: PlacedDraft): number[] {
  const parts = shapeKeepingParts(source.draft.graph).length;
  const counts = new Set(LEFT_OUT.map((share) => parts - Math.max(1, Math.round(share * parts))));
  return [...counts].filter((count) => count > 0);
}

/** The same function, called once at most. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const savedBy = (choices: readonly ChosenRewrite[]): number =>
  choices.reduce((sum, { site, rewrite }) => sum + site.work - rewrite.work, 0);
