import type { Bundler } from './bundler.js';

const pollMs = 200;

/**
 * Runs `work` with a signal that is aborted when the bundler is closed or the process is interrupted. webpack lets a compilation
 * end before it closes a watching, and tells nobody, so that is looked for. An interrupt that nobody else listens to ends
 * the process after the work has been put away, as it would have without us.
 */
export async function interruptible<Result>(
  bundler: Bundler,
  controller: AbortController,
  work: () => Promise<Result>,
): Promise<Result> {
  let interrupted: NodeJS.Signals | undefined;
  const interrupt = (signal: NodeJS.Signals) => {
    interrupted = signal;
    controller.abort();
  };
  const { watching } = bundler;
  const isClosed = () =>
    watching !== undefined && (bundler.watching === undefined || ('closed' in watching && watching.closed));
  const poll = setInterval(() => isClosed() && controller.abort(), pollMs);
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await work();
  } finally {
    clearInterval(poll);
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    if (interrupted !== undefined && process.listenerCount(interrupted) === 0)
      process.kill(process.pid, interrupted);
  }
}
