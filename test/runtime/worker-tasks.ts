import { writeFileSync } from 'node:fs';
import { BespokeError } from '../../src/errors.js';

export const echo = (job: unknown): unknown => job;
export const pid = (): number => process.pid;
export const secretOfEnvironment = (name: string): string | undefined => process.env[name];

export async function wait(job: { ms: number; file?: string }): Promise<number> {
  if (job.file) writeFileSync(job.file, String(process.pid));
  const end = Date.now() + job.ms;
  while (Date.now() < end) await new Promise((done) => setImmediate(done));
  return process.pid;
}

/** Holds so many bytes for so long, and tells from when to when. */
export async function hold({ bytes, ms = 0 }: { bytes: number; ms?: number }) {
  const from = Date.now();
  const held = Buffer.alloc(bytes, 1);
  await new Promise((done) => setTimeout(done, ms));
  return { from, to: Date.now(), last: held[bytes - 1] };
}

/** Holds the thread, as a long native call does. */
export function spin(job: { ms: number; file?: string }): number {
  if (job.file) writeFileSync(job.file, String(process.pid));
  const end = Date.now() + job.ms;
  let turns = 0;
  while (Date.now() < end) turns++;
  return turns;
}

export async function exit(job: { code: number }): Promise<void> {
  process.exit(job.code);
}

export async function killSelf(): Promise<void> {
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
}

/** Dies the first time, answers the second. */
export async function dieOnce(job: { file: string }): Promise<string> {
  try {
    writeFileSync(job.file, '', { flag: 'wx' });
  } catch {
    return 'second try';
  }
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

export async function outOfMemory(): Promise<number> {
  const kept: unknown[] = [];
  for (;;) kept.push(new Array(1e6).fill(kept.length));
}

export function fail(job: { unclonable: boolean }): void {
  throw new BespokeError({
    code: 'TEST_CODE',
    what: 'the test wants it',
    where: 'here',
    value: job.unclonable ? () => 1 : [1, 2],
    next: 'Go on.',
    cause: new Error('deep'),
  });
}

export function crash(): void {
  throw new RangeError('not ours');
}

export const unclonable = (): unknown => () => 1;

export function print(): string {
  console.log('printed by the task');
  return 'done';
}
