/**
 * Runs the build command with a build that waits for its signal ('patient'), ignores it ('deaf'), or ends well all the
 * same ('heedless').
 */

import { buildCommand } from '../../src/cli/build-command.js';
import { processConsole } from '../../src/cli/console.js';
import type { BuildContext, BuildResult } from '../../src/pipeline/result.js';
import { artifact, resultOf } from './fake-result.js';

const kind = process.argv[2];

async function build(_: unknown, { signal }: BuildContext): Promise<BuildResult> {
  process.stdout.write('building\n');
  const running = setInterval(() => {}, 1000);
  await new Promise<void>((resolve) => {
    if (kind !== 'deaf') signal.addEventListener('abort', () => resolve());
  });
  clearInterval(running);
  process.stdout.write('cleaned up\n');
  if (kind === 'patient') throw signal.reason;
  return resultOf([artifact('phone', 'x')]);
}

const options = { cwd: process.cwd(), config: undefined, out: './dist', json: false, workers: undefined };
process.exitCode = await buildCommand(options, processConsole(), async () => build);
