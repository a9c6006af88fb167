import type { ProgressEvent } from '../pipeline/result.js';
import type { Bundler } from './bundler.js';

/** Lines for what is under way are this far apart. */
const quietMs = 10_000;

type Reporter = (share: number, ...parts: string[]) => void;

/**
 * Tells the bundler's own progress display where the build is, and the infrastructure log when a step begins and every
 * ten seconds in between: a first build takes minutes, and without the display nothing else would be seen.
 */
export function reportProgress(bundler: Bundler, name: string, clock: () => number) {
  const logger = bundler.getInfrastructureLogger(name);
  const reporter = reporterOf(bundler);
  let last = { step: '', writtenMs: 0 };
  return ({ model, target, stage, done, total, note }: ProgressEvent): void => {
    const step = [model, target, stage].filter((part) => part !== undefined).join(' · ');
    const count = total > 1 ? `${done}/${total}` : '';
    reporter?.(0.03 + (0.01 * done) / Math.max(total, 1), step, count);
    const nowMs = clock();
    if (step === last.step && nowMs - last.writtenMs < quietMs) return;
    last = { step, writtenMs: nowMs };
    logger.info([step, count, note ?? ''].filter((part) => part !== '').join(' '));
  };
}

/** Rspack has no reporter, and reading what it does not have may throw. */
function reporterOf(bundler: Bundler): Reporter | undefined {
  if ('rspack' in bundler) return undefined;
  const { ProgressPlugin } = bundler.webpack as unknown as {
    ProgressPlugin?: { getReporter?: (compiler: Bundler) => Reporter | undefined };
  };
  return ProgressPlugin?.getReporter?.(bundler);
}
