import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BespokeError } from '../../errors.js';
import { readError } from './read-error.js';

export interface ImageFiles {
  /** Relative to the folder, with '/', sorted. */
  readonly files: readonly string[];
  /** Class number of each file, and the class folders' names in order; only where labels come from folders. */
  readonly labels?: readonly number[];
  readonly classes?: readonly string[];
}

/**
 * All files below a folder, hidden files and folders aside, links followed; whether a file is an image is not looked
 * at.
 * @throws BespokeError DATA_MISSING, DATA_EMPTY; DATA_UNLABELLED for a file beside the class folders.
 */
export async function imageFiles(folder: string, labels: 'folders' | undefined): Promise<ImageFiles> {
  const files = await filesBelow(folder, '');
  if (files.length === 0) {
    throw new BespokeError({
      code: 'DATA_EMPTY',
      what: 'no images in this folder',
      where: folder,
      accepted:
        labels === 'folders'
          ? 'one folder per class, with images inside'
          : 'images, with or without subfolders',
    });
  }
  if (labels === undefined) return { files };

  const unlabelled = files.find((file) => !file.includes('/'));
  if (unlabelled !== undefined) {
    throw new BespokeError({
      code: 'DATA_UNLABELLED',
      what: "a file is not in any class folder, with labels: 'folders'",
      where: join(folder, unlabelled),
      accepted: `images in class folders: ${join(folder, 'CLASS', unlabelled)}`,
      next: "Move or remove it, or leave out labels: 'folders'.",
    });
  }
  const classes = await foldersIn(folder);
  const numbers = new Map(classes.map((name, number) => [name, number]));
  return {
    files,
    classes,
    labels: files.map((file) => numbers.get(file.slice(0, file.indexOf('/'))) as number),
  };
}

/**
 * Relative paths with '/', sorted by code unit; also used for the other files that decide a data set. A link to a
 * folder that it lies in is left out, since it would never end; every other folder is listed under each of its names.
 */
export async function filesBelow(
  root: string,
  prefix: string,
  above: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  const folder = join(root, prefix);
  const inside = new Set([...above, await realpath(folder).catch(() => folder)]);
  const { files, folders } = await listed(folder);
  const below = await Promise.all(
    folders.map(async (name) => {
      const isLoop = inside.has(await realpath(join(folder, name)).catch(() => ''));
      return isLoop ? [] : filesBelow(root, `${prefix}${name}/`, inside);
    }),
  );
  return [...files.map((name) => prefix + name), ...below.flat()].sort();
}

const foldersIn = async (folder: string): Promise<readonly string[]> => (await listed(folder)).folders.sort();

async function listed(folder: string): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    throw readError(error, folder);
  });
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const kind = entry.isSymbolicLink() ? await linked(join(folder, entry.name)) : entry;
    if (kind.isDirectory()) folders.push(entry.name);
    else if (kind.isFile()) files.push(entry.name);
  }
  return { files, folders };
}

/** What a link leads to; a link to itself, or in a circle of links, leads nowhere. */
async function linked(path: string): Promise<Pick<Stats, 'isDirectory' | 'isFile'>> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP') return NOWHERE;
    throw readError(error, path);
  });
}

const NOWHERE = { isDirectory: () => false, isFile: () => false };
