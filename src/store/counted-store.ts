import type { Store } from './store.js';

/** Results that were found in a store and results that were put there, so far. */
export interface StoreCounts {
  readonly found: number;
  readonly made: number;
}

/** The store, and what was found in it and put there through this object. */
export function countedStore(store: Store): { readonly store: Store; readonly counts: () => StoreCounts } {
  let found = 0;
  let made = 0;
  return {
    store: {
      has: (key) => store.has(key),
      delete: (key) => store.delete(key),
      async get(key) {
        const bytes = await store.get(key);
        if (bytes !== undefined) found++;
        return bytes;
      },
      async put(key, bytes, options) {
        await store.put(key, bytes, options);
        made++;
      },
    },
    counts: () => ({ found, made }),
  };
}
