import { setTimeout as sleep } from 'node:timers/promises';

/** A remote that did not do as the protocol says; its message holds no address and no secret. */
export class RemoteFault extends Error {
  /** Of the answer, where that is what is wrong. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

export interface RemoteRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT';
  readonly body?: Uint8Array | undefined;
  /** Of the answer, in bytes; a longer one is cut off and refused. */
  readonly most: number;
  /** For the whole exchange, in ms. */
  readonly timeoutMs: number;
}

export interface RemoteOrigin {
  readonly authorization: string | undefined;
  readonly signal: AbortSignal;
  /** Before the first repetition; doubled for each further one. */
  readonly retryMs: number;
}

const REPETITIONS = 2;

/**
 * The body of the answer; undefined where the remote has nothing there (404). Refused connections, 429 and 5xx are
 * tried again; a time that ran out is not, since that would cost it several times over.
 * @throws RemoteFault; the signal's reason when aborted.
 */
export async function exchange(
  url: string,
  request: RemoteRequest,
  origin: RemoteOrigin,
): Promise<Uint8Array | undefined> {
  for (let repetition = 0; ; repetition++) {
    const answer = await once(url, request, origin);
    if (!('again' in answer)) return answer.bytes;
    if (repetition === REPETITIONS) throw new RemoteFault(answer.again);
    await sleep(origin.retryMs * 2 ** repetition, undefined, { signal: origin.signal }).catch(() => {});
  }
}

async function once(
  url: string,
  { method, body, most, timeoutMs }: RemoteRequest,
  { authorization, signal }: RemoteOrigin,
): Promise<{ readonly bytes: Uint8Array | undefined } | { readonly again: string }> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      // Not followed: it could take the token to another server.
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
      headers: { 'accept-encoding': 'identity', ...(authorization === undefined ? {} : { authorization }) },
      ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    });
    if (response.ok && method === 'GET') return { bytes: await bounded(response, most) };
    await response.body?.cancel();
    if (response.ok) return { bytes: new Uint8Array() };
    if (response.status === 404) return { bytes: undefined };
    const { status } = response;
    const said = `it answers ${status}${status === 413 ? ' (a value is larger than it takes)' : ''}`;
    if (status === 429 || status >= 500) return { again: said };
    throw new RemoteFault(said, status);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RemoteFault) throw error;
    if (timeout.aborted) throw new RemoteFault(`no whole answer within ${timeoutMs / 1000} s`);
    return { again: `the connection failed${codeOf(error)}` };
  }
}

async function bounded(response: Response, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the body.
    if (size > most) throw new RemoteFault('its answer is longer than it may be');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Of a failed fetch: its message may hold the address, its code does not. */
function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? ` (${cause.code})` : '';
}
