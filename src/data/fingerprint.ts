import { createHash } from 'node:crypto';
import { dirname, join, relative, sep } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SourcePlan } from '../config/plan.js';
import { keyOf } from '../store/key.js';
import type { KeyPart } from '../store/store.js';
import { DigestMemo } from './digest-memo.js';
import { sourceFiles } from './source-files.js';
import { filesBelow, imageFiles } from './sources/image-files.js';

export interface FingerprintOptions {
  /** A directory for what is remembered of files between runs; without it every file is read. */
  readonly memoDirectory?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A digest (sha256, hex) of all that decides what a source gives: content and names (relative, without the place on
 * this machine) of its files, its class folders, its own settings. Nothing is decoded; a module is loaded, because it
 * names its files (see {@link sourceFiles}).
 * @throws BespokeError DATA_MISSING, DATA_EMPTY, DATA_UNLABELLED, DATA_MODULE, STORE_FULL, STORE_NOT_WRITABLE.
 */
export async function fingerprint(source: SourcePlan, options: FingerprintOptions = {}): Promise<string> {
  const { files, settings } = await decisive(source);
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

interface Decisive {
  /** Name and path of each file, in an order that does not depend on the machine. */
  readonly files: readonly (readonly [name: string, path: string])[];
  readonly settings: KeyPart;
}

async function decisive(source: SourcePlan): Promise<Decisive> {
  switch (source.kind) {
    case 'images': {
      const { files, classes } = await imageFiles(source.path, source.labels);
      return { files: files.map((name) => [name, join(source.path, name)]), settings: classes ?? null };
    }
    case 'npz': {
      const { path, values, labels, layout } = source;
      return { files: [['archive', path]], settings: [values, labels ?? null, layout ?? null] };
    }
    case 'idx': {
      const { path, labels, layout } = source;
      return {
        files:
          labels === undefined
            ? [['values', path]]
            : [
                ['values', path],
                ['labels', labels],
              ],
        settings: layout ?? null,
      };
    }
    case 'module':
      return { files: await moduleFiles(source), settings: source.layout ?? null };
  }
}

async function moduleFiles(source: SourcePlan): Promise<[name: string, path: string][]> {
  const { files, folders } = await sourceFiles(source);
  const below = await Promise.all(
    folders.map(async (folder) => (await filesBelow(folder, '')).map((file) => join(folder, file))),
  );
  const base = dirname(source.path);
  const nameOf = (path: string) => relative(base, path).split(sep).join('/');
  const all = [...new Set([...files, ...below.flat()])];
  return all
    .map((path): [string, string] => [nameOf(path), path])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
