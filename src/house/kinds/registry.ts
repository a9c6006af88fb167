import { importKind } from './import.js';
import type { Kind } from './kind.js';
import { memberKind } from './member.js';
import { pruneKind } from './prune.js';
import { shortenKind } from './shorten.js';

/** Every way to make alternatives. A new one is a file beside these and a line here. */
export const KINDS: readonly Kind[] = [memberKind, importKind, pruneKind, shortenKind];
