import { access, constants, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bytesText } from '../quantity.js';

/** What is in the cache directory, and whether more can be. */
export async function cacheState(
  directory: string,
): Promise<{ readonly state: 'good' | 'bad'; readonly detail: string }> {
  const exists = await stat(directory).then(
    () => true,
    () => false,
  );
  const writable = await access(exists ? directory : dirname(directory), constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) return { state: 'bad', detail: `${directory} cannot be written to: set cache.directory` };
  if (!exists) return { state: 'good', detail: `${directory} is not there yet` };
  const { files, bytes } = await contents(directory);
  return { state: 'good', detail: `${directory}: ${files} files, ${bytesText(bytes)}` };
}

/** Files below a directory, and their bytes. */
export async function contents(
  directory: string,
): Promise<{ readonly files: number; readonly bytes: number }> {
  let files = 0;
  let bytes = 0;
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    files++;
    // A build beside this one may take a file away.
    bytes += await stat(join(entry.parentPath, entry.name)).then(
      ({ size }) => size,
      () => 0,
    );
  }
  return { files, bytes };
}
