import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TargetEnvironment } from '../../config/plan.js';
import { traitsOf } from '../../config/runtimes.js';
import { BespokeError, type Problem } from '../../errors.js';
import { Access } from './access.js';
import { deviceRefusal, type RefusalOptions } from './device-refusal.js';
import type { FoundPackage } from './find-package.js';
import { json, plainText, type Reply, readJson, send } from './http.js';
import { type PageFile, pageFiles, RUNTIME_FOLDER } from './page-files.js';
import type { AnswerReply, DeviceReport, Task, Welcome } from './protocol.js';
import { MOST_VALUES, readAnswer, readDevice } from './read-answer.js';
import { createSecureServer, type Tls } from './secure-server.js';
import { ServedModels } from './served-models.js';
import type { WorkQueue } from './work-queue.js';

/** A device that opened the page. */
export interface Visitor {
  readonly device: DeviceReport;
  /** The same whenever the same browser comes to the same host. */
  readonly deviceId: string;
  /** Why it gets no work. */
  readonly refusal: Problem | undefined;
}

export interface MeasuringServerOptions extends RefusalOptions {
  readonly environment: TargetEnvironment;
  readonly queue: WorkQueue;
  readonly runtimePackage: FoundPackage;
  /** What to listen on: an address of this machine. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** https instead of http. */
  readonly tls?: Tls | undefined;
  readonly onVisit: (visitor: Visitor) => void;
  /** Something that is wrong here, not with the device. */
  readonly onFault: (error: unknown) => void;
}

const POLL_MS = 20_000;

/**
 * Serves the measuring page and its work to one device, and nothing else: fixed files, and the models of the current
 * task.
 * @throws BespokeError SERVER_LISTEN, SERVER_TLS
 */
export async function startMeasuringServer(options: MeasuringServerOptions): Promise<MeasuringServer> {
  const server = new MeasuringServer(options, await pageFiles(options.runtimePackage.folder));
  await server.listen();
  return server;
}

export class MeasuringServer {
  readonly #options: MeasuringServerOptions;
  readonly #files: ReadonlyMap<string, PageFile>;
  readonly #access: Access;
  readonly #server: Server;
  readonly #closing = new AbortController();
  readonly #models = new ServedModels();
  #visits = 0;
  /** Settles when the page has been told how the work ended. */
  readonly #told: Promise<void>;
  #tell: () => void = () => {};

  constructor(options: MeasuringServerOptions, files: ReadonlyMap<string, PageFile>) {
    this.#options = options;
    this.#files = files;
    this.#access = new Access(options.tls !== undefined);
    this.#told = new Promise((resolve) => {
      this.#tell = resolve;
    });
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      void this.#handle(request, response);
    };
    const { tls } = options;
    this.#server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  }

  async listen(): Promise<void> {
    const { host, port } = this.#options;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject);
        this.#server.listen(port, host, resolve);
      });
    } catch (cause) {
      throw new BespokeError({
        code: 'SERVER_LISTEN',
        what: `the measuring page cannot be served: ${(cause as Error).message}`,
        where: `${host}:${port}`,
        accepted: 'an address of this machine and a free port',
        cause,
      });
    }
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** An address that lets one device in; earlier ones no longer do. */
  invite(hostName: string): string {
    const scheme = this.#options.tls === undefined ? 'http' : 'https';
    const name = hostName.includes(':') ? `[${hostName}]` : hostName;
    return `${scheme}://${name}:${this.port}/?token=${this.#access.renew()}`;
  }

  /** Waits up to `graceMs` for the page to be told how the work ended. */
  async close(graceMs = 0): Promise<void> {
    if (this.#visits > 0 && graceMs > 0) {
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        this.#told,
        new Promise((resolve) => {
          timer = setTimeout(resolve, graceMs);
        }),
      ]);
      clearTimeout(timer);
    }
    this.#closing.abort();
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const reply = await this.#reply(request);
      if (reply.isFarewell === true) response.once('finish', this.#tell);
      send(response, reply);
    } catch (error) {
      // A device that went away in the middle of a request asks again, or does not come back.
      if (request.destroyed && !request.complete) return;
      send(response, plainText(500, 'Something went wrong on the computer; it is told there.'));
      this.#options.onFault(error);
    }
  }

  async #reply(request: IncomingMessage): Promise<Reply> {
    const { pathname, searchParams } = addressOf(request);
    const token = request.method === 'GET' && pathname === '/' ? searchParams.get('token') : null;
    const admission = this.#access.admit(token, request.headers.cookie);
    switch (admission.kind) {
      case 'outside':
        return plainText(403, 'Open the address that the computer shows.');
      case 'used':
        return plainText(403, 'This address was opened on another device. Start again on the computer.');
      case 'enter':
        return redirect(admission.cookies);
    }
    if (searchParams.has('token')) return redirect([]);
    const visit = Number(searchParams.get('visit'));
    switch (`${request.method} ${pathname}`) {
      case 'POST /hello':
        return this.#welcome(readDevice(await readJson(request)), admission.deviceId);
      case 'GET /task':
        return this.#hand(await this.#task(visit));
      case 'POST /answer':
        return this.#answer(visit, await readJson(request));
    }
    if (request.method !== 'GET') return plainText(405, 'Not allowed.');
    const file = this.#files.get(pathname);
    if (file !== undefined) return { status: 200, type: file.type, body: await file.read() };
    return (await this.#models.reply(pathname)) ?? plainText(404, 'There is nothing here.');
  }

  #welcome(device: DeviceReport | undefined, deviceId: string): Reply {
    if (device === undefined) return plainText(400, 'Not understood.');
    const { environment, onVisit } = this.#options;
    const refusal = deviceRefusal(environment, device, this.#options);
    const { provider, words, hasThreads } = traitsOf(environment.runtime);
    const welcome: Welcome = {
      visit: ++this.#visits,
      words,
      provider,
      threads: environment.threads,
      hasThreads,
      runtimeModule: `${RUNTIME_FOLDER}ort.${provider}.min.mjs`,
      runtimeFolder: RUNTIME_FOLDER,
      refusal: refusal && new BespokeError(refusal).message,
    };
    onVisit({ device, deviceId, refusal });
    return json(welcome);
  }

  #hand(task: Task): Reply {
    return { ...json(task), isFarewell: task.kind === 'done' || task.kind === 'stopped' };
  }

  async #task(visit: number): Promise<Task> {
    const { queue } = this.#options;
    if (visit !== this.#visits) return { kind: 'elsewhere' };
    await queue.change(POLL_MS, this.#closing.signal);
    // A page that was loaded again while this waited has taken the place.
    if (visit !== this.#visits) return { kind: 'elsewhere' };
    if (queue.ending !== undefined) return queue.ending;
    const job = queue.current;
    if (job === undefined) return { kind: 'wait', progress: queue.progress };
    try {
      const [first, second] = await this.#models.open(job);
      const { id } = job;
      const { progress } = queue;
      if ('model' in job) return { kind: 'run', id, model: first.served, most: MOST_VALUES, progress };
      const { options } = job;
      return { kind: 'compare', id, reference: first.served, candidate: second.served, options, progress };
    } catch (error) {
      queue.fail(error);
      return { kind: 'wait', progress: queue.progress };
    }
  }

  #answer(visit: number, body: unknown): Reply {
    const answer = readAnswer(body);
    if (answer === undefined) return plainText(400, 'Not understood.');
    const outcome: AnswerReply =
      visit === this.#visits ? this.#options.queue.answer(answer) : { again: false };
    return json(outcome);
  }
}

/** Addresses of their own make come from outside too. */
function addressOf({ url = '/' }: IncomingMessage): Pick<URL, 'pathname' | 'searchParams'> {
  const [pathname, query = ''] = url.split('?', 2);
  return { pathname, searchParams: new URLSearchParams(query) };
}

const redirect = (cookies: readonly string[]): Reply => ({
  ...plainText(303, ''),
  headers: { location: '/', ...(cookies.length > 0 && { 'set-cookie': cookies }) },
});
