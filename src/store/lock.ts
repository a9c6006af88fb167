import { mkdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { isReadOnly, storeError } from './store-error.js';

export interface LockOptions {
  /** Called once, when another process or another build in this one holds the lock. */
  readonly onWait?: () => void;
  readonly signal?: AbortSignal | undefined;
  /** Age in ms from which the lock of a killed process no longer counts; at least 2,000. */
  readonly staleMs?: number;
}

/**
 * Runs `run` while no other build works in `directory` (made if missing), and waits for its turn. Not reentrant.
 * The lock is a directory that its holder touches every 1.5 s. A holder that is stopped for longer than `staleMs` loses
 * it: then two builds work side by side, which the store allows and which costs time only. Where the directory can only
 * be read, there is nothing to lock.
 * @throws BespokeError STORE_FULL, STORE_NOT_WRITABLE; the signal's reason when aborted while waiting.
 */
export async function withLock<Result>(
  directory: string,
  run: () => Promise<Result>,
  options: LockOptions = {},
): Promise<Result> {
  // proper-lockfile ends the process on this signal (a write beyond `ulimit -f`) unless somebody listens; the write
  // then fails with EFBIG, which is reported as STORE_FULL.
  const keepRunning = () => {};
  process.on('SIGXFSZ', keepRunning);
  try {
    const release = await acquire(directory, options);
    try {
      return await run();
    } finally {
      // Fails only when the lock was lost before.
      await release().catch(() => {});
    }
  } finally {
    process.off('SIGXFSZ', keepRunning);
  }
}

async function acquire(
  directory: string,
  { onWait, signal, staleMs = 6000 }: LockOptions,
): Promise<() => Promise<void>> {
  const lock = join(directory, 'lock');
  const watch = new HolderWatch(lock, staleMs);
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    try {
      await mkdir(directory, { recursive: true });
      return await lockfile.lock(directory, {
        lockfilePath: lock,
        stale: staleMs,
        update: 1500,
        onCompromised: () => {},
      });
    } catch (error) {
      if (isReadOnly(error)) return async () => {};
      const { code, path } = error as NodeJS.ErrnoException;
      // Who found the lock before old may remove the new one.
      const isLost = code === 'ENOENT' && path === lock;
      if (code !== 'ELOCKED' && !isLost) throw storeError(error, directory);
    }
    if (attempt === 0) onWait?.();
    await watch.endDead();
    await sleep(200, undefined, { signal }).catch(() => {});
  }
}

/** Looks at a lock that somebody else holds. */
class HolderWatch {
  readonly #lock: string;
  readonly #staleMs: number;
  #touched = Number.NaN;
  #since = 0;

  constructor(lock: string, staleMs: number) {
    this.#lock = lock;
    this.#staleMs = staleMs;
  }

  /**
   * Dates back the lock of a holder that has not touched it for as long as this watched, whatever date it has: one in
   * the future, from a clock that was put right, would count for ever.
   */
  async endDead(): Promise<void> {
    const touched = await stat(this.#lock).then(
      ({ mtimeMs }) => mtimeMs,
      () => Number.NaN,
    );
    if (touched !== this.#touched) {
      this.#touched = touched;
      this.#since = performance.now();
    } else if (performance.now() - this.#since > this.#staleMs && touched > Date.now() - this.#staleMs) {
      const past = new Date(Date.now() - 2 * this.#staleMs);
      await utimes(this.#lock, past, past).catch(() => {});
    }
  }
}
