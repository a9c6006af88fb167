import { networkInterfaces } from 'node:os';
import type { TargetEnvironment } from '../../config/plan.js';
import { BespokeError } from '../../errors.js';
import type { LatencySource } from '../latency-source.js';
import { findPackage } from './find-package.js';
import { startMeasuringServer } from './measuring-server.js';
import type { DeviceReport } from './protocol.js';
import type { Tls } from './secure-server.js';
import { WorkQueue } from './work-queue.js';

export interface ServedOptions {
  readonly environment: TargetEnvironment;
  /** Its onnxruntime-web is taken before any other. */
  readonly projectFolder: string;
  /** What to listen on; only this machine reaches 127.0.0.1. */
  readonly host: string;
  /** 0 for any that is free; the same port again lets a device be known again. */
  readonly port: number;
  /** Threads and WebGPU need https on any host but localhost. */
  readonly tls?: Tls | undefined;
  /** Told once, with the address that is to be opened on the device. */
  readonly onAddress: (address: string) => void;
  readonly signal: AbortSignal;
}

/** Latencies of a device that has the page open. */
export interface ServedSource extends LatencySource {
  readonly device: DeviceReport;
  /** The device in words: browser, processors, graphics card. */
  readonly description: string;
  announce(more: number): void;
  /** Tells the page that all is done, then closes. */
  finish(): Promise<void>;
}

const WILDCARDS: readonly string[] = ['0.0.0.0', '::'];
/** A page that measures asks again within about this time. */
const GOODBYE_MS = 5000;

/**
 * Serves the measuring page and waits for the device that opens it; that one alone gets work then, however often it
 * loads the page.
 * @throws BespokeError PACKAGE_MISSING, SERVER_LISTEN, SERVER_TLS, and DEVICE_NOT_ISOLATED, WEBGPU_NO_ADAPTER,
 *   WEBGPU_SOFTWARE_ADAPTER for a device that cannot be measured as the target says; the signal's reason after an abort
 */
export async function servedSource(options: ServedOptions): Promise<ServedSource> {
  const { environment, host, signal } = options;
  const runtimePackage = await findPackage(
    'onnxruntime-web',
    options.projectFolder,
    'to measure browser targets',
  );
  signal.throwIfAborted();
  const queue = new WorkQueue(() => performance.now());
  const visit = new FirstVisit();
  const server = await startMeasuringServer({
    environment,
    queue,
    runtimePackage,
    host,
    port: options.port,
    tls: options.tls,
    onVisit: ({ device, deviceId, refusal }) => {
      if (refusal === undefined) return visit.resolve({ device, deviceId });
      visit.reject(new BespokeError(refusal));
      queue.fail(new BespokeError(refusal));
    },
    onFault: (error) => {
      visit.reject(error);
      queue.fail(error);
    },
  });
  let closing: Promise<void> | undefined;
  const close = (kind: 'done' | 'stopped'): Promise<void> => {
    signal.removeEventListener('abort', abort);
    const reason: unknown = signal.aborted ? signal.reason : closedEarly();
    visit.reject(reason);
    queue.end(kind === 'done' ? { kind } : { kind, message: 'measuring was ended on the computer' }, reason);
    closing ??= server.close(signal.aborted ? 500 : GOODBYE_MS);
    return closing;
  };
  const abort = () => void close('stopped');
  signal.addEventListener('abort', abort, { once: true });
  try {
    options.onAddress(server.invite(WILDCARDS.includes(host) ? ownAddress() : host));
    const { device, deviceId } = await visit.promise;
    const description = describe(device);
    return {
      identity: `device ${deviceId}, ${description}, onnxruntime-web ${runtimePackage.version}`,
      device,
      description,
      announce: (more) => queue.announce(more),
      compare: (groups, latencyOptions = {}) => queue.add(groups, latencyOptions),
      outputs: (file) => queue.run(file),
      finish: () => close('done'),
      close: () => close('stopped'),
    };
  } catch (error) {
    await close('stopped');
    throw error;
  }
}

interface Visit {
  readonly device: DeviceReport;
  readonly deviceId: string;
}

/** Settles with the first device that can be measured, or the first thing that goes wrong. */
class FirstVisit {
  resolve: (visit: Visit) => void = () => {};
  reject: (error: unknown) => void = () => {};
  readonly promise = new Promise<Visit>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    this.promise.catch(() => {});
  }
}

const describe = ({ userAgent, processors, adapter }: DeviceReport): string =>
  [userAgent, `${processors} processors`, ...(adapter === null ? [] : [adapter.description])].join(', ');

/** An address under which other devices of the network reach this machine. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}

const closedEarly = (): BespokeError =>
  new BespokeError({ code: 'SOURCE_CLOSED', what: 'measuring was stopped before it finished' });
