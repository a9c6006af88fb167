import { convolutionSites, workOfLayers } from '../rewrites/layer-sites.js';
import { separable } from '../rewrites/separable.js';
import { rewritingKind } from './rewriting-kind.js';

/** Full convolutions as depthwise ones, followed by 1x1. */
export const separableKind = rewritingKind({
  name: 'separable',
  ways: [
    {
      label: '',
      sites: convolutionSites((convolution) => (convolution.groups > 1 ? [] : separable(convolution))),
    },
  ],
  total: workOfLayers,
  ladder: [0.75, 0.5, 0.25],
});
