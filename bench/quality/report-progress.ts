import type { ProgressEvent } from '../../src/pipeline/result.js';

/** Milliseconds between two lines about the same stage. */
const EVERY = 20_000;

/** Tells on standard error how far the house and its measuring are, a line now and then. */
export function reportProgress(): (event: ProgressEvent) => void {
  let last = { stage: '', at: Number.NEGATIVE_INFINITY };
  return ({ stage, target, done, total, note }) => {
    const now = performance.now();
    if (stage === last.stage && now - last.at < EVERY) return;
    last = { stage, at: now };
    console.error([stage, target ?? '', `${done} of ${total}`, note ?? ''].filter(Boolean).join(', '));
  };
}
