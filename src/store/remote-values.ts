import { exchange, type RemoteRequest } from './remote-http.js';

/** Asks a remote for a path; see `exchange`. `size` is that of the value, which is waited for accordingly. */
export type Ask = (
  path: string,
  request: Omit<RemoteRequest, 'timeoutMs'>,
  size?: number,
) => Promise<Uint8Array | undefined>;

/** Bytes a millisecond of the slowest remote that is waited for. */
const SLOWEST = 256;

export function askerOf(
  {
    url,
    secrets,
  }: { readonly url: string; readonly secrets: () => { readonly authorization: string | undefined } },
  signal: AbortSignal,
  { timeoutMs, retryMs }: { readonly timeoutMs: number; readonly retryMs: number },
): Ask {
  const origin = { authorization: secrets().authorization, signal, retryMs };
  const base = url.replace(/\/+$/, '');
  return (path, request, size = 0) =>
    exchange(`${base}/${path}`, { ...request, timeoutMs: timeoutMs + Math.ceil(size / SLOWEST) }, origin);
}

/** Puts a value under its hash; what the remote has is not sent. */
export async function putValue(
  ask: Ask,
  bytes: Uint8Array,
  sha256: string,
): Promise<'there' | 'sent' | 'no place'> {
  const path = `cas/${sha256}`;
  if ((await ask(path, { method: 'HEAD', most: 0 })) !== undefined) return 'there';
  const answer = await ask(path, { method: 'PUT', most: 0, body: bytes }, bytes.length);
  return answer === undefined ? 'no place' : 'sent';
}
