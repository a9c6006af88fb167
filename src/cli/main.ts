#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { runCommandLine } from './command-line.js';
import { processConsole } from './console.js';
import { describeError } from './describe-error.js';
import { exitStatus } from './exit-status.js';

const manifest = new URL('../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
const console = processConsole();
// A reader that goes away, as `head` does, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitStatus.done);
  throw error;
});

try {
  process.exitCode = await runCommandLine(process.argv, version, console);
} catch (error) {
  console.note(describeError(error, (process.env.BESPOKE_DEBUG ?? '') !== ''));
  process.exitCode = exitStatus.error;
}
