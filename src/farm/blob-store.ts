import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../store/key.js';
import { RemoteFault } from '../store/remote-http.js';
import { REMOTE_LIMITS, type RemoteOptions } from '../store/remote-store.js';
import { type Ask, askerOf, putValue } from '../store/remote-values.js';
import { turns } from '../store/turns.js';
import { type Blob, detach, type FileRef } from './detached.js';

/** A shared store that stays unreachable, or lacks what somebody put there. */
export class BlobFault extends Error {}

export interface BlobStoreOptions {
  readonly remote: RemoteOptions;
  readonly signal: AbortSignal;
  /** How long a store that does not answer is waited for, in ms. */
  readonly patienceMs: number;
}

/** Of a file. */
const PIECE_BYTES = 2 ** 25;
/** Before the first repetition, and at most, in ms. */
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 5000;

/** Bytes by their hash at the shared store (`/cas/SHA256`); the hash is checked on the way back. */
export class BlobStore {
  readonly #options: BlobStoreOptions;
  readonly #asker: Ask;
  readonly #inTurn = turns(REMOTE_LIMITS.parallel);
  /** Hashes of what is there for sure. */
  readonly #there = new Set<string>();
  /** By path, size and time. */
  readonly #files = new Map<string, Promise<FileRef>>();
  sentBytes = 0;
  fetchedBytes = 0;

  constructor(options: BlobStoreOptions) {
    this.#options = options;
    this.#asker = askerOf(options.remote, options.signal, REMOTE_LIMITS);
  }

  /**
   * @param hash of the bytes, where it is known
   * @throws BlobFault; the signal's reason when aborted.
   */
  async put(bytes: Uint8Array, hash = sha256(bytes)): Promise<Blob> {
    const blob = { sha256: hash, size: bytes.length };
    if (this.#there.has(hash)) return blob;
    const put = await this.#inTurn(() => putValue((...question) => this.#ask(...question), bytes, hash));
    if (put === 'no place') throw new BlobFault('the shared store has no place for values (404)');
    if (put === 'sent') this.sentBytes += bytes.length;
    this.#there.add(hash);
    return blob;
  }

  /** Puts a value, with its large arrays and files by themselves; see `detach`. */
  async putValue(value: unknown, fileOf?: Parameters<typeof detach>[1]): Promise<Blob> {
    const { bytes, blobs } = await detach(value, fileOf);
    for (const [hash, part] of blobs) await this.put(part, hash);
    return this.put(bytes);
  }

  /** Sends a file in pieces; once as long as its size and time stay. */
  putFile(path: string, identity: string): Promise<FileRef> {
    const known = this.#files.get(`${path}\n${identity}`);
    if (known !== undefined) return known;
    const sent = this.#sendFile(path);
    this.#files.set(`${path}\n${identity}`, sent);
    sent.catch(() => this.#files.delete(`${path}\n${identity}`));
    return sent;
  }

  async #sendFile(path: string): Promise<FileRef> {
    const pieces: Blob[] = [];
    for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES }))
      pieces.push(await this.put(piece as Buffer));
    return { pieces };
  }

  /** @throws BlobFault where the store lacks it, or gives something else; the signal's reason when aborted. */
  async get({ sha256: hash, size }: Blob): Promise<Uint8Array> {
    const bytes = await this.#inTurn(() => this.#ask(`cas/${hash}`, { method: 'GET', most: size }, size));
    if (bytes === undefined) throw new BlobFault('the shared store no longer has a part of a job');
    if (bytes.length !== size || sha256(bytes) !== hash)
      throw new BlobFault('the shared store gives other bytes than were put there');
    this.fetchedBytes += size;
    this.#there.add(hash);
    return bytes;
  }

  /** Asks until there is an answer, or patience ends. A refusal is final. */
  async #ask(...question: Parameters<Ask>): Promise<Uint8Array | undefined> {
    const { signal, patienceMs } = this.#options;
    const since = performance.now();
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LAST_PAUSE_MS)) {
      try {
        return await this.#asker(...question);
      } catch (error) {
        if (!(error instanceof RemoteFault)) throw error;
        const isFinal = error.status !== undefined && error.status < 500;
        if (isFinal || performance.now() - since > patienceMs)
          throw new BlobFault(`the shared store: ${error.message}`);
        await sleep(pause, undefined, { signal }).catch(() => {});
      }
    }
  }
}
