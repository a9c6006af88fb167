import type { Device } from './device.js';

interface Adapter {
  readonly isFallbackAdapter?: boolean;
  readonly info?: { readonly isFallbackAdapter?: boolean };
}

/** What is read of a browser's globals. */
export interface Surroundings {
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: {
    readonly hardwareConcurrency?: number;
    readonly deviceMemory?: number;
    readonly userAgent?: string;
    readonly maxTouchPoints?: number;
    readonly gpu?: { requestAdapter(): Promise<Adapter | null> };
  };
}

/** iPhones and iPads hide their memory, and end a page that takes more than some 1.5 GB: as on a device of so much. */
const IOS_GIB = 2;

/** iPads call themselves Macs, which have no touch screen. */
const isIos = ({
  userAgent = '',
  maxTouchPoints = 0,
}: NonNullable<Surroundings['navigator']> = {}): boolean =>
  /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);

/** Describes the device that this runs on, in a page or in a worker. */
export async function thisDevice(
  { navigator, crossOriginIsolated }: Surroundings = globalThis as Surroundings,
): Promise<Device> {
  const adapter = await navigator?.gpu?.requestAdapter().catch(() => null);
  return {
    webgpu: !!adapter && !(adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter),
    threads: (crossOriginIsolated && navigator?.hardwareConcurrency) || 1,
    memoryGiB: navigator?.deviceMemory ?? (isIos(navigator) ? IOS_GIB : undefined),
  };
}
