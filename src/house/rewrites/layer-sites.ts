import type { Draft } from '../drafts/draft.js';
import type { Subspaces } from '../low-rank/subspaces.js';
import { type Convolution, convolutionOf, workOfConvolution } from './convolution.js';
import { type Dense, denseOf, workOfDense } from './dense-low-rank.js';
import { isWorthIt } from './latency-work.js';
import type { FindSites, Rewrite, Site } from './rewrite.js';

/** A site for every convolution that some rewrite makes cheaper. */
export const convolutionSites = (
  rewritesOf: (convolution: Convolution, subspaces: Subspaces) => readonly Rewrite[],
): FindSites =>
  function* (draft, subspaces) {
    for (const node of draft.graph.nodes) {
      const convolution = convolutionOf(draft, node);
      if (convolution === undefined) continue;
      yield siteOf(node.outputs[0], workOfConvolution(convolution), rewritesOf(convolution, subspaces));
    }
  };

/** A site for every Gemm and MatMul that some rewrite makes cheaper. */
export const denseSites = (
  rewritesOf: (dense: Dense, subspaces: Subspaces) => readonly Rewrite[],
): FindSites =>
  function* (draft, subspaces) {
    for (const node of draft.graph.nodes) {
      const dense = denseOf(draft, node);
      if (dense === undefined) continue;
      yield siteOf(node.outputs[0], workOfDense(dense), rewritesOf(dense, subspaces));
    }
  };

function siteOf(tensor: string, work: number, all: readonly Rewrite[]): Site | undefined {
  const rewrites = all.filter((rewrite) => isWorthIt(rewrite.work, work));
  return rewrites.length === 0 ? undefined : { tensor, work, rewrites };
}

/** Work of all convolutions and dense layers of a draft. */
export function workOfLayers(draft: Draft): number {
  let sum = 0;
  for (const node of draft.graph.nodes) {
    const [convolution, dense] = [convolutionOf(draft, node), denseOf(draft, node)];
    if (convolution !== undefined) sum += workOfConvolution(convolution);
    if (dense !== undefined) sum += workOfDense(dense);
  }
  return sum;
}
