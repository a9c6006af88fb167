import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writerOf } from './temporary-path.js';

/**
 * Removes temporary files below `directory` whose writing process is gone. To be called under the directory's lock.
 * @returns how many were removed; 0 when there is no such directory.
 */
export async function removeLeftovers(directory: string): Promise<number> {
  let removed = 0;
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(directory, entry.name);
    const writer = writerOf(entry.name);
    if (writer !== undefined && !isAlive(writer)) {
      await rm(path, { recursive: true, force: true });
      removed++;
    } else if (entry.isDirectory() && !HASHED.test(entry.name)) {
      removed += await removeLeftovers(path);
    }
  }
  return removed;
}

/** cacache's own trees hold thousands of files, and none is temporary. */
const HASHED = /^(content|index)-v\d+$/;

/** Whether there is such a process on this machine, whoever runs it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
