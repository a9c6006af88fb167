import { convolutionSites, workOfLayers } from '../rewrites/layer-sites.js';
import { shrunkKernels } from '../rewrites/shrunk-kernel.js';
import { rewritingKind } from './rewriting-kind.js';

/** Convolutions with smaller kernels. */
export const shrinkKind = rewritingKind({
  name: 'shrink',
  ways: [{ label: '', sites: convolutionSites(shrunkKernels) }],
  total: workOfLayers,
  ladder: [0.75, 0.5],
});
