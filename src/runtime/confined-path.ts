import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep, win32 } from 'node:path';
import { BespokeError } from '../errors.js';

/**
 * The real path of a data file that a model names, which must be a file in the model's folder or below, after symlinks
 * are followed too.
 * @param location as the model says it, with forward slashes
 * @throws BespokeError MODEL_EXTERNAL_DATA
 */
export async function confinedPath(folder: string, location: string, where: string): Promise<string> {
  const parts = location.split(/[\\/]/);
  const isRelative = !isAbsolute(location) && !win32.isAbsolute(location) && !/^[a-z]:/i.test(location);
  if (location === '' || location.includes('\0') || !isRelative || parts.includes('..')) {
    throw refused('the model keeps weights in a file outside its folder', location, where);
  }
  let root: string;
  let file: string;
  try {
    root = await realpath(folder);
    file = await realpath(resolve(folder, location));
  } catch (cause) {
    throw refused('a file that holds weights of the model is missing', location, where, cause);
  }
  const inside = relative(root, file);
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw refused(
      'the model keeps weights in a file that a link leads to, outside its folder',
      location,
      where,
    );
  }
  if (!(await stat(file)).isFile())
    throw refused('the model keeps weights in something that is no file', location, where);
  return file;
}

const refused = (what: string, location: string, where: string, cause?: unknown): BespokeError =>
  new BespokeError({
    code: 'MODEL_EXTERNAL_DATA',
    what,
    where,
    value: location,
    accepted: 'a file in the folder of the model, or below it',
    next: 'Put the data file beside the model, under the name that the model gives.',
    cause,
  });
