import { type RemoteOptions, type RemoteStore, remoteStore } from './remote-store.js';
import type { RemoteTraffic } from './remote-traffic.js';
import type { Store } from './store.js';

export interface SharedStore extends Store {
  /** Waits for what is still being uploaded; never rejects. Undefined where there is no remote. */
  settled(): Promise<RemoteTraffic | undefined>;
}

export interface SharedStoreContext {
  readonly signal: AbortSignal;
  readonly onWarning: (message: string) => void;
}

/** The store with a remote behind it, or by itself where there is no remote. */
export const withRemote = (
  store: Store,
  remote: RemoteOptions | undefined,
  { signal, onWarning }: SharedStoreContext,
): SharedStore =>
  remote === undefined
    ? { ...store, settled: async () => undefined }
    : sharedStore(store, remoteStore(remote, onWarning, signal), remote.write);

/**
 * What `local` lacks is looked for in `remote` and kept in `local`; what is put goes to `local`, and from there to
 * `remote` while the build goes on. Deleting is a matter of `local` alone.
 */
export function sharedStore(local: Store, remote: RemoteStore, write: boolean): SharedStore {
  const uploads = new Set<Promise<void>>();
  const taken = { results: 0, bytes: 0 };
  const given = { results: 0, bytes: 0 };

  /** Reads the value again when its turn comes, so that waiting uploads hold no memory. */
  const upload = async (key: string): Promise<void> => {
    const bytes = await local.get(key);
    const sent = bytes === undefined ? undefined : await remote.put(key, bytes);
    if (sent !== undefined) count(given, sent);
  };

  const get = async (key: string): Promise<Uint8Array | undefined> => {
    const own = await local.get(key);
    if (own !== undefined) return own;
    const bytes = await remote.get(key);
    if (bytes === undefined) return undefined;
    count(taken, bytes.length);
    // A full or read-only disk is told of by the next result that is made.
    await local.put(key, bytes).catch(() => {});
    return bytes;
  };

  return {
    get,
    // A server's word that it has something is not enough.
    has: async (key) => (await local.has(key)) || (await get(key)) !== undefined,
    delete: (key) => local.delete(key),
    async put(key, bytes, options) {
      await local.put(key, bytes);
      if (!write || options?.passing === true) return;
      const started: Promise<void> = upload(key)
        .catch(() => {})
        .finally(() => uploads.delete(started));
      uploads.add(started);
    },
    async settled() {
      await Promise.all(uploads);
      return { taken: { ...taken }, given: { ...given } };
    },
  };
}

function count(sum: { results: number; bytes: number }, bytes: number): void {
  sum.results++;
  sum.bytes += bytes;
}
