import { browser } from './browser.js';
import { type FetchProgress, fetchModel, integrityOf, readModel } from './fetch-model.js';
import type { BespokeTarget } from './model.js';

const NAME = 'bespoke-models';

/**
 * As {@link fetchModel}, from the browser's cache where it was kept before, so that a second visit needs no network.
 * Kept by its SHA-256; earlier files of the same variant are dropped. Where pages may keep nothing, or there is no
 * room, the file is fetched each time.
 */
export async function cachedModel(
  model: string,
  target: BespokeTarget,
  signal?: AbortSignal,
  onProgress?: (progress: FetchProgress) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const hash = integrityOf(target);
  const store = hash && (await browser.caches?.open(NAME).catch(() => undefined));
  if (!store) return fetchModel(target, signal, onProgress);
  const folder = new URL(`/${NAME}/${model}/${target.name}/`, browser.location.origin).href;
  const address = folder + encodeURIComponent(hash);
  const kept = await store.match(address);
  if (kept)
    try {
      return await readModel(kept, target, onProgress);
    } catch {
      await store.delete(address);
    }
  const bytes = await fetchModel(target, signal, onProgress);
  try {
    await store.put(address, new Response(bytes));
    for (const { url } of await store.keys())
      if (url.startsWith(folder) && url !== address) await store.delete(url);
  } catch {
    // There is no room, and the model runs all the same.
  }
  return bytes;
}
