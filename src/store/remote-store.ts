import { sha256 as sha256Of } from './key.js';
import { MOST_BYTES, remoteName, signedEntry, verifiedEntry } from './remote-entry.js';
import { RemoteFault } from './remote-http.js';
import { askerOf, putValue } from './remote-values.js';
import { turns } from './turns.js';

export interface RemoteOptions {
  /** Without user info. */
  readonly url: string;
  readonly write: boolean;
  /** Not plain values, so that whoever prints the options prints no secret. */
  readonly secrets: () => { readonly authorization: string | undefined; readonly signingKey: string };
}

export interface RemoteLimits {
  /** For an entry, and for a value besides the time that its size takes at 256 KB/s; in ms. */
  readonly timeoutMs: number;
  readonly retryMs: number;
  /** Transfers at a time. */
  readonly parallel: number;
  /** After so many failures the remote is not asked again. */
  readonly failures: number;
  /** What it may take to say that it lacks something, in ms; what it takes beyond adds up, to `patienceMs` at most. */
  readonly promptMs: number;
  readonly patienceMs: number;
}

export const REMOTE_LIMITS: RemoteLimits = {
  timeoutMs: 5000,
  retryMs: 200,
  parallel: 8,
  failures: 3,
  promptMs: 500,
  patienceMs: 30_000,
};

const MOST_ENTRY_BYTES = 4096;

/** A remote cache that never fails: what it does not give as it should counts as missing. */
export interface RemoteStore {
  get(key: string): Promise<Uint8Array | undefined>;
  /** Bytes that were sent, 0 where the remote had this value; undefined where it did not take the result. */
  put(key: string, bytes: Uint8Array): Promise<number | undefined>;
}

/**
 * A store behind the HTTP protocol of Bazel's remote cache: `/ac/KEY` has a signed entry with hash and size of the
 * value, `/cas/SHA256` the value. No byte of a value is asked for before its entry's signature is checked.
 *
 * @param onWarning called once, at the first failure
 * @param signal ends transfers; `get` and `put` then reject with its reason
 */
export function remoteStore(
  { url, secrets }: RemoteOptions,
  onWarning: (message: string) => void,
  signal: AbortSignal,
  limits: RemoteLimits = REMOTE_LIMITS,
): RemoteStore {
  const { signingKey } = secrets();
  const { host } = new URL(url);
  const inTurn = turns(limits.parallel);
  let failures = 0;
  let waited = 0;

  const ask = askerOf({ url, secrets }, signal, limits);

  const attempt = <T>(transfer: () => Promise<T>): Promise<T | undefined> =>
    inTurn(async () => {
      if (failures >= limits.failures) return undefined;
      try {
        return await transfer();
      } catch (error) {
        if (!(error instanceof RemoteFault)) throw error;
        if (failures++ === 0)
          onWarning(
            `the remote cache at ${host} cannot be relied on: ${error.message}. What it does not give is made here; after ${limits.failures} failures this build no longer asks it`,
          );
        return undefined;
      }
    });

  return {
    get: (key) =>
      attempt(async () => {
        const since = performance.now();
        const text = await ask(`ac/${remoteName(key)}`, { method: 'GET', most: MOST_ENTRY_BYTES });
        if (text === undefined) {
          waited += Math.max(0, performance.now() - since - limits.promptMs);
          if (waited <= limits.patienceMs) return undefined;
          waited = 0;
          throw new RemoteFault('it takes long to say that it lacks something');
        }
        const entry = verifiedEntry(Buffer.from(text).toString(), key, signingKey);
        if (entry === undefined) throw new RemoteFault('an entry is not signed with BESPOKE_CACHE_KEY');
        const { sha256, size } = entry;
        const bytes = await ask(`cas/${sha256}`, { method: 'GET', most: size }, size);
        // The server may have dropped a value before its entry.
        if (bytes === undefined) return undefined;
        if (bytes.length !== size) throw new RemoteFault('a value has another size than its entry says');
        if (sha256Of(bytes) !== sha256) throw new RemoteFault('a value has another hash than its entry says');
        return bytes;
      }),

    async put(key, bytes) {
      if (bytes.length > MOST_BYTES) return undefined;
      return attempt(async () => {
        const entry = { sha256: sha256Of(bytes), size: bytes.length };
        const put = await putValue(ask, bytes, entry.sha256);
        if (put === 'no place') throw new RemoteFault('it has no place for values (404)');
        const body = Buffer.from(signedEntry(key, entry, signingKey));
        if (!(await ask(`ac/${remoteName(key)}`, { method: 'PUT', most: 0, body })))
          throw new RemoteFault('it has no place for entries (404)');
        return put === 'sent' ? bytes.length : 0;
      });
    },
  };
}
