import { activationKind } from './activation.js';
import { decomposeKind } from './decompose.js';
import { importKind } from './import.js';
import type { Kind } from './kind.js';
import { lowRankKind } from './low-rank.js';
import { memberKind } from './member.js';
import { pruneKind } from './prune.js';
import { separableKind } from './separable.js';
import { shortenKind } from './shorten.js';
import { shrinkKind } from './shrink.js';

/** Every way to make alternatives. A new one is a file beside these and a line here. */
export const KINDS: readonly Kind[] = [
  memberKind,
  importKind,
  pruneKind,
  shortenKind,
  decomposeKind,
  lowRankKind,
  separableKind,
  shrinkKind,
  activationKind,
];
