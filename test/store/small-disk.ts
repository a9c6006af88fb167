import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inDirectory } from './temporary-directory.js';

/** Runs in a file system of 256 KB of its own, where this process may mount one. */
export async function onSmallDisk(run: (directory: string) => Promise<void>): Promise<boolean> {
  let mounted = false;
  await inDirectory(async (directory) => {
    const disk = join(directory, 'disk');
    await mkdir(disk);
    mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).status === 0;
    if (!mounted) return;
    try {
      await run(disk);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
  return mounted;
}
