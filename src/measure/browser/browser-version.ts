import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const VERSION = /\d+\.\d+\.\d+\.\d+/;

/** As `Chromium 156.0.8078.108`, without opening the browser; undefined where it does not tell. */
export async function browserVersion(
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  // On Windows the program opens a window instead of telling; its files lie in a folder named for the version.
  if (platform === 'win32') return folderVersion(dirname(path));
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 20_000 });
    const version = VERSION.exec(stdout);
    return version === null ? undefined : stdout.slice(0, version.index + version[0].length).trim();
  } catch {
    return undefined;
  }
}

async function folderVersion(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder).catch(() => []);
  const versions = entries.filter((entry) => VERSION.exec(entry)?.[0] === entry);
  return versions.length === 1 ? versions[0] : undefined;
}
