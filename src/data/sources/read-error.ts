import { BespokeError } from '../../errors.js';

/** What a failed read of the user's data means; `where` is the file or folder. */
export function readError(error: unknown, where: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new BespokeError({ code: 'DATA_MISSING', what: 'no such file or folder', where, cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new BespokeError({ code: 'DATA_MISSING', what: `cannot be read (${code})`, where, cause: error });
  }
  if (code === 'EISDIR') {
    return new BespokeError({
      code: 'DATA_FORMAT',
      what: 'is a folder',
      where,
      accepted: 'a file',
      cause: error,
    });
  }
  return error;
}
