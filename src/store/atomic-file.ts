import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storeError } from './store-error.js';
import { temporaryPath } from './temporary-path.js';

/**
 * Writes a large file so that it is there whole or not at all: `write` fills a temporary name in the same directory
 * (made if missing), which is synced and renamed to `path`. What `write` throws is thrown on, and nothing stays behind.
 * @throws BespokeError STORE_FULL, STORE_NOT_WRITABLE, naming the directory.
 */
export async function atomicFile(
  path: string,
  write: (temporaryPath: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(temporary);
    await syncFile(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw storeError(error, dirname(path));
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}
