import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface RemoteServer {
  readonly url: string;
  /** What it holds, by path. */
  readonly files: Map<string, Buffer>;
  /** 'GET /ac/…', in order. */
  readonly asked: string[];
  readonly authorizations: Set<string | undefined>;
  /** Answers in its own way where it returns true. */
  misbehave: Answer | undefined;
}

/** A remote cache on this machine that keeps what is put, while `use` runs. */
export async function withServer(use: (server: RemoteServer) => Promise<void>): Promise<void> {
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  const authorizations = new Set<string | undefined>();
  const http = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    asked.push(`${method} ${url}`);
    authorizations.add(request.headers.authorization);
    if (server.misbehave?.(request, response)) return;
    if (method === 'PUT') files.set(url, await buffer(request));
    const file = files.get(url);
    response.writeHead(file === undefined ? 404 : 200);
    response.end(method === 'GET' ? file : undefined);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const server: RemoteServer = { url, files, asked, authorizations, misbehave: undefined };
  try {
    await use(server);
  } finally {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  }
}
