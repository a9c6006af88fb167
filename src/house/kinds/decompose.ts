import type { Subspaces } from '../low-rank/subspaces.js';
import { channelLowRank } from '../rewrites/channel-low-rank.js';
import type { Convolution } from '../rewrites/convolution.js';
import { convolutionSites, workOfLayers } from '../rewrites/layer-sites.js';
import type { Rewrite } from '../rewrites/rewrite.js';
import { spatialLowRank } from '../rewrites/spatial-low-rank.js';
import { tucker } from '../rewrites/tucker.js';
import { rewritingKind } from './rewriting-kind.js';

type Scheme = (convolution: Convolution, subspaces: Subspaces) => readonly Rewrite[];

const ungrouped = (...schemes: readonly Scheme[]) =>
  convolutionSites((convolution, subspaces) =>
    convolution.groups > 1 ? [] : schemes.flatMap((scheme) => scheme(convolution, subspaces)),
  );

/** Convolutions of low rank as two or three in a row. */
export const decomposeKind = rewritingKind({
  name: 'decompose',
  ways: [
    { label: '', sites: ungrouped(spatialLowRank, tucker, channelLowRank) },
    { label: 'spatial', sites: ungrouped(spatialLowRank) },
    { label: 'tucker', sites: ungrouped(tucker) },
    { label: 'channel', sites: ungrouped(channelLowRank) },
  ],
  total: workOfLayers,
  ladder: [0.92, 0.85, 0.75, 0.6, 0.45, 0.35],
  shortenedLadder: [0.92, 0.85, 0.8, 0.75],
});
