import { createHash } from 'node:crypto';
import { type BigIntStats, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicFile } from '../store/atomic-file.js';
import { isReadOnly } from '../store/store-error.js';
import { fileDigest } from './file-digest.js';
import { readError } from './sources/read-error.js';

interface Remembered {
  /** Size, time of change of the content and of the inode (ns). */
  readonly stamp: string;
  readonly digest: string;
}

/** The memo's file: lists of equal length, which parse faster than objects. */
interface MemoFile {
  readonly version: 1;
  readonly root: string;
  readonly paths: readonly string[];
  readonly stamps: readonly string[];
  readonly digests: readonly string[];
}

/** Coarsest timestamps of file systems in use (FAT), and some. */
const TIMESTAMP_NS = 2_500_000_000n;

/**
 * Digests of the files below one root, remembered in `directory` between runs by size and times, so that a file that
 * has not changed costs one stat. As in git's index, a file that was changed about when the memo was written is read
 * again, because another change at the same moment would leave its times as they are.
 */
export class DigestMemo {
  readonly #path: string | undefined;
  readonly #root: string;
  readonly #before: ReadonlyMap<string, Remembered>;
  readonly #writtenNs: bigint;
  readonly #now = new Map<string, Remembered>();
  #isChanged = false;

  /** @param directory undefined: nothing is remembered. */
  constructor(directory: string | undefined, root: string) {
    this.#root = root;
    this.#path =
      directory && join(directory, `${createHash('sha256').update(root).digest('hex').slice(0, 32)}.json`);
    const { entries, writtenNs } = read(this.#path, root);
    this.#before = entries;
    this.#writtenNs = writtenNs;
  }

  /** @throws BespokeError DATA_MISSING. */
  digest(path: string): string {
    const { size, mtimeNs, ctimeNs } = statOf(path);
    const known = this.#before.get(path);
    const stamp = `${size} ${mtimeNs} ${ctimeNs}`;
    if (known?.stamp === stamp && ctimeNs + TIMESTAMP_NS < this.#writtenNs) {
      this.#now.set(path, known);
      return known.digest;
    }
    const digest = fileDigest(path);
    this.#now.set(path, { stamp, digest });
    this.#isChanged = true;
    return digest;
  }

  /** Keeps what was asked for since the memo was opened, and forgets the rest. */
  async save(): Promise<void> {
    if (this.#path === undefined || (!this.#isChanged && this.#now.size === this.#before.size)) return;
    const remembered = [...this.#now.values()];
    const memo: MemoFile = {
      version: 1,
      root: this.#root,
      paths: [...this.#now.keys()],
      stamps: remembered.map(({ stamp }) => stamp),
      digests: remembered.map(({ digest }) => digest),
    };
    try {
      await atomicFile(this.#path, (temporary) => writeFile(temporary, JSON.stringify(memo)));
    } catch (error) {
      // Where nothing can be written, files are read again next time.
      if (!isReadOnly(error)) throw error;
    }
  }
}

function read(
  path: string | undefined,
  root: string,
): { entries: Map<string, Remembered>; writtenNs: bigint } {
  const entries = new Map<string, Remembered>();
  if (path === undefined) return { entries, writtenNs: 0n };
  try {
    const memo: MemoFile = JSON.parse(readFileSync(path, 'utf8'));
    if (memo.version === 1 && memo.root === root) {
      memo.paths.forEach((file, index) => {
        entries.set(file, { stamp: memo.stamps[index], digest: memo.digests[index] });
      });
    }
    return { entries, writtenNs: statSync(path, { bigint: true }).mtimeNs };
  } catch {
    // No memo, or one that cannot be read: all files are read once more.
    return { entries: new Map(), writtenNs: 0n };
  }
}

function statOf(path: string): BigIntStats {
  try {
    return statSync(path, { bigint: true });
  } catch (error) {
    throw readError(error, path);
  }
}
