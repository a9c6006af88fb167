import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 as sha256Of } from './key.js';

/** What a remote says of one value, under the value's key. */
export interface RemoteEntry {
  /** Of the value's bytes, hex. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/** Larger values stay on the machine that made them. */
export const MOST_BYTES = 2 ** 31 - 1;

/** The name of a key at the remote: 64 hex digits. */
export const remoteName = (key: string): string => (/^[0-9a-f]{64}$/.test(key) ? key : sha256Of(key));

export function signedEntry(key: string, { sha256, size }: RemoteEntry, secret: string): string {
  return JSON.stringify({ key, sha256, size, signature: signature(key, { sha256, size }, secret) });
}

/** The entry in `text`; undefined unless it is well formed, of this key and signed with this secret. */
export function verifiedEntry(text: string, key: string, secret: string): RemoteEntry | undefined {
  const parsed = parse(text);
  if (parsed === null || typeof parsed !== 'object') return undefined;
  const { key: of, sha256, size, signature: given } = parsed as Record<string, unknown>;
  if (of !== key || typeof sha256 !== 'string' || typeof size !== 'number' || typeof given !== 'string')
    return undefined;
  if (!/^[0-9a-f]{64}$/.test(sha256) || !Number.isInteger(size) || size < 0 || size > MOST_BYTES)
    return undefined;
  const expected = Buffer.from(signature(key, { sha256, size }, secret));
  const found = Buffer.from(given);
  return expected.length === found.length && timingSafeEqual(expected, found) ? { sha256, size } : undefined;
}

function signature(key: string, { sha256, size }: RemoteEntry, secret: string): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['bespoke-cache', 1, key, sha256, size]))
    .digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
