import type { BuildContext, ProgressEvent } from './result.js';

/** The user is told something at least this often. */
const SILENCE_MS = 10_000;

/** Calls back again and again, about every so many milliseconds, until `stop`. */
export type Repeat = (call: () => void, everyMs: number) => { stop(): void };

const byTimer: Repeat = (call, everyMs) => {
  const timer = setInterval(call, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
};

/**
 * Works in a context whose progress does not fall silent: while one step takes long, the last event comes again, and
 * its note says for how long there was no other.
 */
export async function withoutSilence<T>(
  context: BuildContext,
  work: (context: BuildContext) => Promise<T>,
  repeat: Repeat = byTimer,
): Promise<T> {
  const { clock } = context;
  let last: ProgressEvent | undefined;
  let since = 0;
  let told = 0;
  const { stop } = repeat(() => {
    const now = clock();
    if (last === undefined || now - told < SILENCE_MS / 2) return;
    told = now;
    const seconds = Math.round((now - since) / 1000);
    const note = `still at work, ${seconds} s after: ${last.note ?? last.stage}`;
    context.onProgress({ ...last, note, trained: undefined });
  }, SILENCE_MS / 2);
  try {
    return await work({
      ...context,
      onProgress(event) {
        last = event;
        since = told = clock();
        context.onProgress(event);
      },
    });
  } finally {
    stop();
  }
}
