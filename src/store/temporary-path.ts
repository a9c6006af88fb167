import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/** A name beside `path` that tells which process writes there: `.activations.bin.4711.<uuid>.tmp`. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.${randomUUID()}.tmp`);
}

/** The process that made a temporary name, ours or one of cacache's (`4711-<uuid>`); undefined for any other name. */
export function writerOf(name: string): number | undefined {
  const match = /^\..+\.(\d+)\.[0-9a-f-]{36}\.tmp$/.exec(name) ?? /^(\d+)-[0-9a-f-]{36}$/.exec(name);
  return match ? Number(match[1]) : undefined;
}
