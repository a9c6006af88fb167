import { BespokeError } from '../errors.js';

/** One message for standard error. With `debug` the stack is in it, otherwise only a bug of bespoke points there. */
export function describeError(error: unknown, debug: boolean): string {
  if (error instanceof BespokeError) {
    return `bespoke: ${error.code}: ${error.message}\n${debug ? `${traces(error)}\n` : ''}`;
  }
  const message = error instanceof Error ? error.message : String(error);
  const next = debug ? traces(error) : 'Set BESPOKE_DEBUG=1 to see where it comes from.';
  return `bespoke: unexpected error, which is a bug: ${message}\n${next}\n`;
}

/** The stack, and those of its causes. */
function traces(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${traces(error.cause)}`;
}
