import { setTimeout as sleep } from 'node:timers/promises';
import { madeJob, type Workers, type WorkerTask } from '../../src/runtime/workers.js';

export const sleepTask: WorkerTask = { file: new URL(import.meta.url), name: 'sleepFor' };

export interface SleepJob {
  readonly number: number;
  readonly ms: number;
  /** As much as an alternative of ResNet-56 has. */
  readonly weights: Float32Array;
}

/** Workers whose jobs sleep, so that many of them fit on one machine: what is left is the queue and the store. */
export function sleepers(size: number, signal?: AbortSignal): Workers {
  let free = size;
  const waiting: (() => void)[] = [];
  return {
    size,
    atOnce: size,
    together: () => size,
    async run<T>(_: WorkerTask, given: unknown): Promise<T> {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        const job = (await madeJob(given)) as SleepJob;
        await sleep(job.ms, undefined, { signal });
        return { number: job.number, weights: job.weights.map((value) => value + 1) } as T;
      } finally {
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      }
    },
    async close() {},
  };
}
