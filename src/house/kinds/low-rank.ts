import { denseLowRank } from '../rewrites/dense-low-rank.js';
import { denseSites } from '../rewrites/layer-sites.js';
import { rewritingKind } from './rewriting-kind.js';

/** Gemm and MatMul with constant weights as two with fewer features between. */
export const lowRankKind = rewritingKind({
  name: 'lowRank',
  ways: [{ label: '', sites: denseSites(denseLowRank) }],
  total: (_, sites) => sites.reduce((sum, { work }) => sum + work, 0),
  ladder: [0.75, 0.5],
});
