/** Longer than any wait; what counts is that the timer is there. */
const FOREVER_MS = 2 ** 30;

/**
 * What `work` gives. Node ends a process that waits for nothing but other processes which it was told not to wait for,
 * as Tinypool tells it of those that start or end: on a busy machine that takes longer than everything else.
 */
export async function keepAwake<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(() => {}, FOREVER_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
