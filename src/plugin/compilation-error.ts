import { relative, sep } from 'node:path';
import { BespokeError } from '../errors.js';

/** What bundlers read from an error beside its message. */
interface CompilationError extends Error {
  hideStack?: boolean;
  code?: string;
  file?: string;
}

/**
 * An error for `compilation.errors` or `.warnings`; the stack shows only for what is a bug of this package. `file` is
 * the configuration, shown from `context`.
 */
export function compilationError(error: unknown, context: string, file?: string): Error {
  const own = error instanceof BespokeError;
  const text = error instanceof Error ? error.message : String(error);
  const shown: CompilationError = new Error(
    own ? text : `bespoke: unexpected error, which is a bug: ${text}`,
    // Bundlers show a cause too, and would say the same twice.
    own ? {} : { cause: error },
  );
  shown.name = 'BespokeError';
  shown.hideStack = own;
  if (file !== undefined) shown.file = fromContext(context, file);
  if (own) shown.code = error.code;
  else if (error instanceof Error && error.stack !== undefined) shown.stack = error.stack;
  return shown;
}

function fromContext(context: string, file: string): string {
  const path = relative(context, file).split(sep).join('/');
  return path.startsWith('../') ? path : `./${path}`;
}
