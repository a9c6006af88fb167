import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import { BespokeError } from '../../errors.js';

/** Both as PEM. */
export interface Tls {
  readonly cert: string | Uint8Array;
  readonly key: string | Uint8Array;
}

/** @throws BespokeError SERVER_TLS */
export function createSecureServer({ cert, key }: Tls, listener: RequestListener): Server {
  try {
    return createServer({ cert: Buffer.from(cert), key: Buffer.from(key) }, listener);
  } catch (cause) {
    throw new BespokeError({
      code: 'SERVER_TLS',
      what: `the certificate or its key cannot be used: ${(cause as Error).message}`,
      accepted: 'a certificate and the key that belongs to it, both as PEM',
      cause,
    });
  }
}
