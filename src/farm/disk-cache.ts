import { mkdir, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicFile } from '../store/atomic-file.js';
import { canonicalJson, sha256 } from '../store/key.js';
import type { BlobStore } from './blob-store.js';
import type { Blob, Fetch, FileRef } from './detached.js';

/** Share of the bound that has to come before the folder is looked at again. */
const LOOK_AFTER = 1 / 20;

/**
 * What jobs brought here, within a bound: who was not used for longest goes first. Nothing of a job that is under way
 * is removed.
 */
export class DiskCache {
  readonly #directory: string;
  readonly #mostBytes: number;
  readonly #blobs: BlobStore;
  /** How many jobs that are under way use a path. */
  readonly #used = new Map<string, number>();
  readonly #underWay = new Map<string, Promise<void>>();
  /** That came since the folder was looked at; all of a folder that was there before. */
  #newBytes = Number.POSITIVE_INFINITY;
  #trimming: Promise<void> = Promise.resolve();

  constructor(directory: string, mostBytes: number, blobs: BlobStore) {
    this.#directory = directory;
    this.#mostBytes = mostBytes;
    this.#blobs = blobs;
  }

  /** Runs `work` with what its job needs; it stays on the disk until `work` is over. */
  async using<T>(work: (fetch: Fetch) => Promise<T>): Promise<T> {
    const own = new Set<string>();
    const pin = (path: string): void => {
      if (own.has(path)) return;
      own.add(path);
      this.#used.set(path, (this.#used.get(path) ?? 0) + 1);
    };
    try {
      return await work({ blob: (blob) => this.#blob(blob, pin), file: (file) => this.#file(file, pin) });
    } finally {
      for (const path of own) {
        const left = this.#used.get(path)! - 1;
        if (left === 0) this.#used.delete(path);
        else this.#used.set(path, left);
      }
      if (this.#newBytes > LOOK_AFTER * this.#mostBytes) {
        this.#newBytes = 0;
        this.#trimming = this.#trimming.then(() => this.#trim());
        await this.#trimming;
      }
    }
  }

  async #blob(blob: Blob, pin: (path: string) => void): Promise<Uint8Array> {
    const path = join(this.#directory, `${blob.sha256}.blob`);
    pin(path);
    const kept = await readFile(path).catch(() => undefined);
    if (kept !== undefined && kept.length === blob.size && sha256(kept) === blob.sha256) {
      await touch(path);
      return kept;
    }
    const bytes = await this.#blobs.get(blob);
    await this.#once(path, (temporary) => writeFile(temporary, bytes));
    this.#newBytes += blob.size;
    return bytes;
  }

  async #file({ pieces }: FileRef, pin: (path: string) => void): Promise<string> {
    const name = sha256(canonicalJson(pieces.map((piece) => piece.sha256)));
    const path = join(this.#directory, `${name}.file`);
    pin(path);
    const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
    const kept = await stat(path).catch(() => undefined);
    // Whoever reads the file checks the samples that it takes out of it.
    if (kept?.size === size) {
      await touch(path);
      return path;
    }
    await this.#once(path, async (temporary) => {
      const file = await open(temporary, 'wx');
      try {
        for (const piece of pieces) await file.appendFile(await this.#blobs.get(piece));
      } finally {
        await file.close();
      }
    });
    this.#newBytes += size;
    return path;
  }

  /** Jobs that come together bring the same things. */
  #once(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
    const running = this.#underWay.get(path);
    if (running !== undefined) return running;
    const started = atomicFile(path, write).finally(() => this.#underWay.delete(path));
    this.#underWay.set(path, started);
    return started;
  }

  async #trim(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const entries: { readonly path: string; readonly size: number; readonly usedMs: number }[] = [];
    for (const name of await readdir(this.#directory)) {
      if (!/\.(blob|file)$/.test(name)) continue;
      const path = join(this.#directory, name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined) entries.push({ path, size: found.size, usedMs: found.mtimeMs });
    }
    let bytes = entries.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of entries.sort((one, other) => one.usedMs - other.usedMs)) {
      if (bytes <= this.#mostBytes) return;
      if (this.#used.has(path)) continue;
      await rm(path, { force: true });
      bytes -= size;
    }
  }
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}
