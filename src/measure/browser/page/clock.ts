import type { LatencyClock } from '../../compare-latency.js';

/** Browsers round their clock, and do not tell how often another process took the processor. */
export const pageClock: LatencyClock = { now: () => performance.now(), preemptions: () => 0 };

/** Timings that last this many steps of the clock are off by at most half a percent. */
const STEPS = 200;
const LONGEST_MS = 100;

/** How long one timing must last for the clock's steps not to matter, in milliseconds. */
export function timingMsFor(clockStepMs: number): number {
  return Math.min(LONGEST_MS, STEPS * clockStepMs);
}

/**
 * The smallest step that the clock makes: 0.005 ms in an isolated page of Chromium, 0.1 ms in any other, 1 ms
 * elsewhere.
 */
export function clockStepMs(now: () => number = pageClock.now): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let seen = 0; seen < 20; seen++) {
    const start = now();
    let end = now();
    while (end === start) end = now();
    smallest = Math.min(smallest, end - start);
  }
  return smallest;
}
