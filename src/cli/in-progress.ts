import type { BuildContext } from '../pipeline/result.js';
import type { Console } from './console.js';
import { exitStatus } from './exit-status.js';
import { progressTo } from './progress.js';

/** What long work of a command is given; `endLine` takes the line in progress away. */
export interface InProgress extends BuildContext {
  endLine(): void;
}

/**
 * Long work of a command, with its progress on the console. Ctrl-C or SIGTERM aborts it.
 * @param kept what the first of these signals says is not lost
 * @param work gives an exit status
 */
export async function inProgress(
  console: Console,
  kept: string,
  work: (context: InProgress) => Promise<number>,
): Promise<number> {
  const clock = () => performance.now();
  const { onProgress, onWarning, end } = progressTo(console, clock);
  const { signal, dispose } = listenForInterruption(() => {
    end();
    console.note(`bespoke: interrupted; ${kept}. Press Ctrl-C again to quit now.\n`);
  });
  try {
    return await work({ signal, onProgress, onWarning, clock, endLine: end });
  } catch (error) {
    end();
    if (signal.aborted) return exitStatus.interrupted;
    throw error;
  } finally {
    dispose();
  }
}

interface Interruption {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Gives the signals back to their defaults. */
  dispose(): void;
}

/** The first signal aborts and calls `onFirst`; the second ends the process at once. */
export function listenForInterruption(onFirst: () => void): Interruption {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(exitStatus.interrupted);
    controller.abort();
    onFirst();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}
