import type { ProgressEvent } from '../pipeline/result.js';
import { printable } from '../printable.js';
import type { Console } from './console.js';

export interface Progress {
  onProgress(event: ProgressEvent): void;
  onWarning(message: string): void;
  /** Takes the line in progress away. */
  end(): void;
}

/** Lines for what is under way are this far apart where they cannot be rewritten. */
const QUIET_MS = 10_000;

/**
 * A line that is rewritten on a terminal; elsewhere a line when a step begins and ends, and one every ten seconds in
 * between.
 */
export function progressTo(console: Console, clock: () => number): Progress {
  let last = { step: '', startedMs: 0, writtenMs: 0, finished: false };

  const onProgress = (event: ProgressEvent): void => {
    const step = [event.model, event.target, event.stage].filter(Boolean).join(' · ');
    const nowMs = clock();
    const isNew = step !== last.step;
    if (isNew) last = { step, startedMs: nowMs, writtenMs: nowMs, finished: false };
    const finished = event.done >= event.total;
    if (finished && last.finished) return;
    const seconds = ((nowMs - last.startedMs) / 1000).toFixed(1);
    const counted = event.total > 1 ? ` ${event.done}/${event.total}` : '';
    const note = event.note === undefined || finished ? '' : ` ${printable(event.note)}`;
    const line = `${step}${counted}${finished ? ` done, ${seconds} s` : note}`;
    if (console.isTerminal) {
      console.note(finished ? `\r\u001b[K${line}\n` : `\r\u001b[K${cut(line)}`);
    } else if (isNew || finished || nowMs - last.writtenMs >= QUIET_MS) {
      console.note(`${line}\n`);
      last.writtenMs = nowMs;
    }
    last.finished = finished;
  };

  const end = (): void => {
    if (console.isTerminal && last.step !== '' && !last.finished) console.note('\r\u001b[K');
  };

  const onWarning = (message: string): void => {
    end();
    console.note(`bespoke: warning: ${printable(message)}\n`);
  };

  return { onProgress, onWarning, end };
}

/** A line that wraps could not be rewritten. */
const cut = (line: string): string => line.slice(0, (process.stderr.columns ?? 80) - 1);
