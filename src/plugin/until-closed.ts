import type { Bundler } from './bundler.js';

const pollMs = 200;

/**
 * Runs `work`, and aborts when the bundler is closed while it watches: a compilation is let to end before that is told
 * to anybody, so it is looked for. Signals are the command's affair: those that close the bundler arrive here, and one
 * that ends the process leaves nothing behind that the next build could not use.
 */
export async function untilClosed<Result>(
  bundler: Bundler,
  controller: AbortController,
  work: () => Promise<Result>,
): Promise<Result> {
  const { watching } = bundler;
  const isClosed = () =>
    watching !== undefined && (bundler.watching === undefined || ('closed' in watching && watching.closed));
  const poll = setInterval(() => isClosed() && controller.abort(), pollMs);
  try {
    return await work();
  } finally {
    clearInterval(poll);
  }
}
