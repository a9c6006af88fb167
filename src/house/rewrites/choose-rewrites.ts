import type { Rewrite, Site } from './rewrite.js';

export interface ChosenRewrite {
  readonly site: Site;
  readonly rewrite: Rewrite;
}

const HALVINGS = 60;

/**
 * The rewrites that lose least together while the work of `total` falls to `share` of it, or as near as it can be had.
 * What is lost is the product of what the layers keep (Zhang et al., arXiv 1505.06798, section 3.3), minimised by a
 * price on work: each site takes what is best for it at that price, and the price is the lowest one that is enough.
 */
export function chooseRewrites(sites: readonly Site[], total: number, share: number): ChosenRewrite[] {
  const allowed = share * total;
  const workAt = (price: number): number =>
    sites.reduce((sum, site) => sum + (best(site, price, total)?.work ?? site.work) - site.work, total);
  let [low, high] = [Math.log(1e-6), Math.log(1e6)];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (workAt(Math.exp(middle)) > allowed) low = middle;
    else high = middle;
  }
  return sites.flatMap((site) => {
    const rewrite = best(site, Math.exp(high), total);
    return rewrite === undefined ? [] : [{ site, rewrite }];
  });
}

/** Undefined when the site had better stay as it is. */
function best(site: Site, price: number, total: number): Rewrite | undefined {
  let found: Rewrite | undefined;
  let least = (price * site.work) / total;
  for (const rewrite of site.rewrites) {
    const cost = -Math.log(Math.max(1e-9, 1 - rewrite.loss)) + (price * rewrite.work) / total;
    if (cost >= least) continue;
    least = cost;
    found = rewrite;
  }
  return found;
}
