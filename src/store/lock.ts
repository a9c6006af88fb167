import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { storeError } from './store-error.js';

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
 * it: then two builds work side by side, which the store allows and which costs time only.
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
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    try {
      await mkdir(directory, { recursive: true });
      return await lockfile.lock(directory, {
        lockfilePath: join(directory, 'lock'),
        stale: staleMs,
        update: 1500,
        onCompromised: () => {},
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw storeError(error, directory);
    }
    if (attempt === 0) onWait?.();
    await sleep(200, undefined, { signal }).catch(() => {});
  }
}
