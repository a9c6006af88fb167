import { sha256 as sha256Of } from './key.js';
import { isSignature, signatureOf } from './signature.js';

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
  const entry = { sha256, size };
  if (of !== key || typeof given !== 'string' || !isRemoteEntry(entry)) return undefined;
  return isSignature(given, signature(key, entry, secret)) ? entry : undefined;
}

/** Whether something is the hash and size of a value. */
export function isRemoteEntry(entry: {
  readonly sha256?: unknown;
  readonly size?: unknown;
}): entry is RemoteEntry {
  const { sha256, size } = entry;
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return false;
  return typeof size === 'number' && Number.isInteger(size) && size >= 0 && size <= MOST_BYTES;
}

const signature = (key: string, { sha256, size }: RemoteEntry, secret: string): string =>
  signatureOf(['bespoke-cache', 1, key, sha256, size], secret);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
