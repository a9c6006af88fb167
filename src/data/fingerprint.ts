import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SourcePlan } from '../config/sources.js';
import { keyOf } from '../store/key.js';
import { DigestMemo } from './digest-memo.js';
import { dataSourceOf } from './sources/registry.js';

export interface FingerprintOptions {
  /** A directory for what is remembered of files between runs; without it every file is read. */
  readonly memoDirectory?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A digest (sha256, hex) of all that decides what a source gives: content and names (relative, without the place on
 * this machine) of its files, its class folders, its own settings. Nothing is decoded; a module is loaded, because it
 * names its files.
 * @throws BespokeError DATA_MISSING, DATA_EMPTY, DATA_UNLABELLED, DATA_MODULE, STORE_FULL, STORE_NOT_WRITABLE.
 */
export async function fingerprint(source: SourcePlan, options: FingerprintOptions = {}): Promise<string> {
  const { files, settings } = await dataSourceOf(source).decisive(source);
  const memo = new DigestMemo(options.memoDirectory, source.path);
  const hash = createHash('sha256');
  for (const [index, [name, path]] of files.entries()) {
    if (index % 256 === 255) await nextTurn();
    options.signal?.throwIfAborted();
    hash.update(`${JSON.stringify(name)} ${memo.digest(path)}\n`);
  }
  await memo.save();
  return keyOf('source', 1, { kind: source.kind, settings, files: hash.digest('hex') });
}
