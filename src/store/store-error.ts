import { getSystemErrorName } from 'node:util';
import { BespokeError } from '../errors.js';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const NOT_WRITABLE = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EISDIR', 'EEXIST']);

/**
 * What a failed write into `directory` means to the user: STORE_FULL, STORE_NOT_WRITABLE or STORE_FAULT where the
 * operating system says so, the error itself otherwise.
 */
export function storeError(error: unknown, directory: string): unknown {
  const reason = systemCode(error);
  if (FULL.has(reason)) {
    return new BespokeError({
      code: 'STORE_FULL',
      what: `no space left for results (${reason})`,
      where: directory,
      next: 'Free some space, or set cache.directory to a larger disk. Finished work is kept, and the next build continues from there.',
      cause: error,
    });
  }
  if (NOT_WRITABLE.has(reason)) {
    return new BespokeError({
      code: 'STORE_NOT_WRITABLE',
      what: `results cannot be written here (${reason})`,
      where: directory,
      accepted: 'a directory that this user may write to',
      next: 'Change its permissions, or set cache.directory to another folder.',
      cause: error,
    });
  }
  if (reason === 'EIO') {
    return new BespokeError({
      code: 'STORE_FAULT',
      what: 'the disk reports an error (EIO)',
      where: directory,
      next: 'Check the disk, or set cache.directory to another one. Finished work is kept, and the next build continues from there.',
      cause: error,
    });
  }
  return error;
}

const READ_ONLY = new Set(['EROFS', 'EACCES', 'EPERM']);

/** Whether a write failed because the directory can only be read: by the system's error, or by what became of it. */
export const isReadOnly = (error: unknown): boolean =>
  READ_ONLY.has(systemCode(error instanceof BespokeError ? error.cause : error));

/** By errno where there is one: cacache overwrites `code` of a failed move. */
function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code, errno } = error as NodeJS.ErrnoException;
  if (typeof errno === 'number' && errno < 0) return getSystemErrorName(errno);
  return code ?? '';
}
