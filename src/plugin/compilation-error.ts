import { BespokeError } from '../errors.js';

/** What bundlers read from an error beside its message. */
interface CompilationError extends Error {
  hideStack?: boolean;
  code?: string;
}

/** An error for `compilation.errors` or `.warnings`; the stack shows only for what is a bug of this package. */
export function compilationError(error: unknown): Error {
  const own = error instanceof BespokeError;
  const text = error instanceof Error ? error.message : String(error);
  const shown: CompilationError = new Error(
    own ? text : `bespoke: unexpected error, which is a bug: ${text}`,
    { cause: error },
  );
  shown.name = 'BespokeError';
  shown.hideStack = own;
  if (own) shown.code = error.code;
  else if (error instanceof Error && error.stack !== undefined) shown.stack = error.stack;
  return shown;
}
