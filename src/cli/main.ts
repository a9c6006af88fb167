#!/usr/bin/env node
import { BespokeError } from '../errors.js';
import { ownVersion } from '../own-version.js';
import { runCommandLine } from './command-line.js';
import { processConsole } from './console.js';
import { exitStatus } from './exit-status.js';

const console = processConsole();
// A reader that goes away, as `head` does, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitStatus.done);
  throw error;
});

try {
  process.exitCode = await runCommandLine(process.argv, ownVersion(), console);
} catch (error) {
  console.note(describeError(error, (process.env.BESPOKE_DEBUG ?? '') !== ''));
  process.exitCode = exitStatus.error;
}

/** One message for standard error. With `debug` the stack is in it, otherwise only a bug of bespoke points there. */
function describeError(error: unknown, debug: boolean): string {
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
