/** The servers of a farm, as the system has them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { QueueAddress } from '../../src/farm/queue-connection.js';
import type { RemoteOptions } from '../../src/store/remote-store.js';

/** A server that can be killed and started again with what it wrote to the disk. */
export interface Server {
  readonly url: string;
  /** By SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export const queueAt = (url: string): QueueAddress => ({ shown: 'the queue', url: () => url });

/** A store without a token. */
export const remoteAt = (url: string, signingKey: string): RemoteOptions => ({
  url,
  write: true,
  secrets: () => ({ authorization: undefined, signingKey }),
});

/** Redis with an append-only file, on a port of this machine. */
export async function withRedis(use: (redis: Server) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'bespoke-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const settings = [
    '--bind',
    '127.0.0.1',
    '--appendonly',
    'yes',
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
  ];
  const started = () => spawn('redis-server', ['--port', String(port), '--dir', directory, ...settings]);
  await withProcess(url, started, () => answersRedis(url), use);
  await rm(directory, { recursive: true, force: true });
}

/** nginx as `docs/farm.md` sets it up: WebDAV, one token. Its folder is `<directory>/cas` and `<directory>/ac`. */
export async function withNginx(
  use: (server: Server & { readonly directory: string; readonly log: string }) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'bespoke-nginx-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  for (const folder of ['data/ac', 'data/cas', 'body', 'logs'])
    await mkdir(join(directory, folder), { recursive: true });
  const log = join(directory, 'logs/access.log');
  await writeFile(
    join(directory, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root; ' : ''}daemon off; pid nginx.pid; error_log logs/error.log; worker_processes 1;
events { worker_connections 512; }
http {
  access_log logs/access.log;
  client_body_temp_path body; proxy_temp_path body; fastcgi_temp_path body; uwsgi_temp_path body; scgi_temp_path body;
  server {
    listen 127.0.0.1:${port};
    root ${directory}/data;
    client_max_body_size 0;
    location / { dav_methods PUT; create_full_put_path on; }
  }
}
`,
  );
  const started = () => spawn('nginx', ['-p', directory, '-c', 'nginx.conf', '-e', 'logs/error.log']);
  await withProcess(
    url,
    started,
    () => answersHttp(url),
    (server) => use({ ...server, directory, log }),
  );
  await rm(directory, { recursive: true, force: true });
}

async function withProcess(
  url: string,
  started: () => ChildProcess,
  answers: () => Promise<boolean>,
  use: (server: Server) => Promise<void>,
): Promise<void> {
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    let said = '';
    child = started();
    const own = child;
    for (const stream of [own.stdout!, own.stderr!]) stream.on('data', (text) => (said += text));
    for (let tries = 0; !(await answers()); tries++) {
      if (tries > 200 || own.exitCode !== null) throw new Error(`no server at ${url}: ${said}`);
      await sleep(50);
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  await start();
  try {
    await use({ url, start, kill: () => end('SIGKILL') });
  } finally {
    await end('SIGTERM');
  }
}

async function answersRedis(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

const answersHttp = (url: string): Promise<boolean> =>
  fetch(`${url}/cas/nothing`).then(
    ({ status }) => status === 404,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
