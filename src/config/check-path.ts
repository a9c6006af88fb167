import { readdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import type { Problem } from '../errors.js';
import { nearest } from './nearest.js';

export interface PathCheck {
  /** Folder that relative paths start from. */
  readonly base: string;
  readonly kind: 'file' | 'directory';
  /** Path in the config. */
  readonly where: string;
}

/**
 * What is wrong with a path that was given: CONFIG_FILE_MISSING with the likely intended path, CONFIG_FILE_KIND for a
 * folder in place of a file or the other way round, CONFIG_FILE_UNREADABLE. Undefined when it is there.
 */
export async function checkPath(given: string, check: PathCheck): Promise<Problem | undefined> {
  const path = resolve(check.base, given);
  const wanted = check.kind === 'file' ? 'a file' : 'a folder';
  const problem = { where: check.where, value: given };
  try {
    const found = await stat(path);
    if (check.kind === 'file' ? found.isFile() : found.isDirectory()) return undefined;
    const what = found.isDirectory()
      ? 'it is a folder'
      : check.kind === 'directory'
        ? 'it is a file'
        : 'it is no plain file';
    return { ...problem, code: 'CONFIG_FILE_KIND', what, accepted: wanted };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      return { ...problem, code: 'CONFIG_FILE_UNREADABLE', what: `it cannot be opened (${code})`, cause };
    }
  }
  const what = check.kind === 'file' ? 'no such file' : 'no such folder';
  return { ...problem, code: 'CONFIG_FILE_MISSING', what, next: await suggestion(given, path, check.base) };
}

async function suggestion(given: string, path: string, base: string): Promise<string> {
  const meant = await repaired(path);
  if (meant !== undefined) return `Did you mean '${written(meant, given, base)}'?`;
  let folder = dirname(path);
  let entries = await listing(folder);
  while (entries === undefined && folder !== dirname(folder)) {
    folder = dirname(folder);
    entries = await listing(folder);
  }
  const shown = entries === undefined || entries.length === 0 ? 'nothing' : entries.slice(0, 8).join(', ');
  const more = entries !== undefined && entries.length > 8 ? `, and ${entries.length - 8} more` : '';
  return `The folder '${written(folder, given, base)}' holds ${shown}${more}.`;
}

/** The path with every segment that is not there replaced by the nearest that is. */
async function repaired(path: string): Promise<string | undefined> {
  const { root } = parse(path);
  let folder = root;
  for (const segment of path.slice(root.length).split(sep).filter(Boolean)) {
    const isThere = await stat(join(folder, segment)).then(
      () => true,
      () => false,
    );
    const found = isThere ? segment : nearest(segment, (await listing(folder)) ?? []);
    if (found === undefined) return undefined;
    folder = join(folder, found);
  }
  return folder;
}

async function listing(folder: string): Promise<string[] | undefined> {
  try {
    return (await readdir(folder)).filter((entry) => !entry.startsWith('.')).sort();
  } catch {
    return undefined;
  }
}

/** `path` in the way that `given` was written: absolute, or relative to `base`. */
function written(path: string, given: string, base: string): string {
  if (isAbsolute(given)) return path;
  const text = relative(base, path).split(sep).join('/');
  return text === '' || text.startsWith('..') ? text || '.' : `./${text}`;
}
