import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { renderUnicodeCompact } from 'uqr';
import { type Runtime, runtimesText, traitsOf } from '../config/runtimes.js';
import { BespokeError } from '../errors.js';
import type { Tls } from '../measure/browser/secure-server.js';
import { type ServedSource, servedSource } from '../measure/browser/served-source.js';
import type { OpenSource } from '../pipeline/session.js';
import type { Console } from './console.js';

/** What to open on the device that is measured: a QR code and the address itself, which works once. */
const servedAddress = (address: string): string =>
  `Open this address on the device; it works for the first device that opens it.\n\n${renderUnicodeCompact(address, { border: 2 })}\n\n${address}\n`;

const LOOPBACK = '127.0.0.1';

/** How the measuring page is served. */
export interface ServeOptions {
  /** Address to listen on; only this machine reaches the default, 127.0.0.1. */
  readonly host: string | undefined;
  /** Default: any that is free. */
  readonly port: number | undefined;
  /** PEM files, from `cwd`: https in place of http. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

/** The device that opens the page. */
export interface ServedDevice {
  readonly open: OpenSource;
  /** Tells the page that it is done with. */
  finish(): Promise<void>;
  /** Tells the page that it was ended before, unless it has finished. */
  close(): Promise<void>;
}

/**
 * Serves the measuring page when a source is asked for, and shows its address.
 * @param runtime of the target
 * @throws BespokeError OPTION_MISSING, OPTION_VALUE
 */
export async function serveDevice(
  { host = LOOPBACK, port = 0, cert, key }: ServeOptions,
  runtime: Runtime,
  cwd: string,
  console: Console,
): Promise<ServedDevice> {
  refuseOther(runtime);
  const tls = await certificate(cert, key, cwd);
  let source: ServedSource | undefined;
  return {
    async open(environment, { projectFolder }, signal) {
      const opened = await servedSource({
        environment,
        projectFolder,
        host,
        port,
        tls,
        signal,
        onAddress: (address) => {
          console.note(servedAddress(address));
          if (host === LOOPBACK)
            console.note(
              'Only this machine reaches it; --host 0.0.0.0 lets other devices of the network in.\n',
            );
        },
      });
      console.note(`bespoke: measuring on ${opened.description}\n`);
      source = opened;
      // It ends when the command does, with the right words.
      return { ...opened, close: async () => {} };
    },
    finish: async () => source?.finish(),
    close: async () => source?.close(),
  };
}

function refuseOther(runtime: Runtime): void {
  if (traitsOf(runtime).place === 'browser') return;
  throw new BespokeError({
    code: 'OPTION_VALUE',
    what: 'a page can measure only what runs in a browser',
    where: '--serve',
    value: runtime,
    accepted: `a target with the runtime ${runtimesText(({ place }) => place === 'browser')}`,
  });
}

async function certificate(
  cert: string | undefined,
  key: string | undefined,
  cwd: string,
): Promise<Tls | undefined> {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new BespokeError({
      code: 'OPTION_MISSING',
      what: 'https needs both a certificate and its key',
      where: cert === undefined ? '--cert' : '--key',
      accepted: 'the path of a PEM file',
    });
  }
  return { cert: await pem(cert, '--cert', cwd), key: await pem(key, '--key', cwd) };
}

async function pem(path: string, option: string, cwd: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(cwd, path));
  } catch (cause) {
    throw new BespokeError({
      code: 'OPTION_VALUE',
      what: `the file cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      where: option,
      value: path,
      accepted: 'the path of a PEM file',
      cause,
    });
  }
}
