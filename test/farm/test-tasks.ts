/** What the tests have a farm do. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { BespokeError } from '../../src/errors.js';
import type { WorkerTask } from '../../src/runtime/workers.js';

const file = new URL(import.meta.url);
export const doubleTask: WorkerTask = { file, name: 'double' };
export const sumOfFileTask: WorkerTask = { file, name: 'sumOfFile' };
export const refuseTask: WorkerTask = { file, name: 'refuse' };
export const dieTask: WorkerTask = { file, name: 'die' };
export const testTasks: readonly WorkerTask[] = [doubleTask, sumOfFileTask, refuseTask, dieTask];

export interface DoubleJob {
  readonly values: Float32Array;
  readonly ms: number;
  readonly number?: number;
}

/** Twice the values, after some time. */
export async function double({ values, ms }: DoubleJob): Promise<{ readonly values: Float32Array }> {
  await sleep(ms);
  return { values: values.map((value) => 2 * value) };
}

export async function sumOfFile({ path }: { readonly path: string }): Promise<number> {
  await sleep(300);
  return (await readFile(path)).reduce((sum, byte) => sum + byte, 0);
}

export async function refuse({ ms }: { readonly ms: number }): Promise<never> {
  await sleep(ms);
  throw new BespokeError({ code: 'TEST_REFUSED', what: 'the job is refused', where: 'here', value: 3 });
}

/** Takes along the process that it runs in, but for the one that `spares`. */
export async function die({ spares }: { readonly spares: number }): Promise<string> {
  await sleep(300);
  if (process.ppid !== spares) process.exit(7);
  return 'spared';
}
