import { cheaperActivations } from '../rewrites/cheaper-activations.js';
import { rewritingKind } from './rewriting-kind.js';

/**
 * Cheaper activation functions: what they save of the latency of a small network, width and depth may keep.
 */
export const activationKind = rewritingKind({
  name: 'activation',
  ways: [{ label: '', sites: cheaperActivations }],
  total: (_, sites) => sites.reduce((sum, { work }) => sum + work, 0),
  ladder: [0.5, 0],
  shortenedLadder: [0],
  prunedLadder: [0],
});
