import { KIND_NAMES, type KindName } from '../../config/kinds.js';
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

const KINDS: { readonly [Name in KindName]: Kind & { readonly name: Name } } = {
  member: memberKind,
  import: importKind,
  prune: pruneKind,
  shorten: shortenKind,
  decompose: decomposeKind,
  lowRank: lowRankKind,
  separable: separableKind,
  shrink: shrinkKind,
  activation: activationKind,
};

/** Every way to make alternatives that is on, in the order of their table. */
export const kindsOf = (on: Readonly<Partial<Record<KindName, boolean>>>): readonly Kind[] =>
  KIND_NAMES.filter((name) => on[name] !== false).map((name) => KINDS[name]);
