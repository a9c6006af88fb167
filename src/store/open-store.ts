import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import cacache from 'cacache';
import type { Store } from './store.js';
import { storeError } from './store-error.js';

/**
 * The store in `directory`/results (made if missing). Each result is filed under its key with the hash of its bytes;
 * several processes may use one store at a time.
 * @throws BespokeError STORE_FULL, STORE_NOT_WRITABLE; `put` and `delete` reject with them.
 */
export function openStore(directory: string): Store {
  const cache = join(directory, 'results');
  try {
    mkdirSync(cache, { recursive: true });
  } catch (error) {
    throw storeError(error, directory);
  }

  return {
    async get(key) {
      const entry = await cacache.get.info(cache, key);
      if (!entry) return undefined;
      try {
        return await cacache.get.byDigest(cache, entry.integrity, { memoize: false });
      } catch (error) {
        if (!isDamage(error)) throw error;
        // Content first: cacache would keep a damaged file when the same bytes are put again.
        await cacache.rm.content(cache, entry.integrity).catch(ignoreReadOnly);
        await cacache.rm.entry(cache, key).catch(ignoreReadOnly);
        return undefined;
      }
    },

    async put(key, bytes) {
      const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const integrity = `sha512-${createHash('sha512').update(data).digest('base64')}`;
      try {
        await dropDamagedContent(cache, integrity);
        await cacache.put(cache, key, data, { memoize: false, tmpPrefix: String(process.pid) });
      } catch (error) {
        throw storeError(error, directory);
      }
    },

    async has(key) {
      const entry = await cacache.get.info(cache, key);
      return entry !== null && (await cacache.get.hasContent(cache, entry.integrity)) !== false;
    },

    async delete(key) {
      try {
        await cacache.rm.entry(cache, key);
      } catch (error) {
        throw storeError(error, directory);
      }
    },
  };
}

async function dropDamagedContent(cache: string, integrity: string): Promise<void> {
  if (!(await cacache.get.hasContent(cache, integrity))) return;
  try {
    await cacache.get.byDigest(cache, integrity, { memoize: false });
  } catch (error) {
    if (!isDamage(error)) throw error;
    await cacache.rm.content(cache, integrity);
  }
}

/** Content that is gone, of another length or with another hash than the index says. */
function isDamage(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EINTEGRITY' || code === 'EBADSIZE' || code === 'ENOENT';
}

/** A store that can only be read still reports a damaged entry as missing. */
function ignoreReadOnly(error: NodeJS.ErrnoException): void {
  if (!['EROFS', 'EACCES', 'EPERM'].includes(error.code ?? '')) throw error;
}
