import { BespokeError } from '../errors.js';

/**
 * What went wrong when `what` was written to `where`: OUTPUT_FULL or OUTPUT_NOT_WRITABLE for what the file system says,
 * otherwise the error itself.
 */
export function outputError(error: unknown, where: string, what = 'models'): unknown {
  const cause = error instanceof BespokeError ? error.cause : error;
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  if (reason === undefined) return error;
  const full = reason === 'ENOSPC' || reason === 'EDQUOT' || reason === 'EFBIG';
  return new BespokeError({
    code: full ? 'OUTPUT_FULL' : 'OUTPUT_NOT_WRITABLE',
    what: full
      ? `no space left for the ${what} (${reason})`
      : `the ${what} cannot be written here (${reason})`,
    where,
    accepted: full ? undefined : 'a folder that this user may write to',
    next: full
      ? 'Nothing was emitted. Free some space and build again: all results are in the cache.'
      : 'Name another folder with --out.',
    cause,
  });
}
