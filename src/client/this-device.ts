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
    readonly gpu?: { requestAdapter(): Promise<Adapter | null> };
  };
}

/** Describes the device that this runs on, in a page or in a worker. */
export async function thisDevice(
  { navigator, crossOriginIsolated }: Surroundings = globalThis as Surroundings,
): Promise<Device> {
  const adapter = await navigator?.gpu?.requestAdapter().catch(() => null);
  return {
    webgpu: !!adapter && !(adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter),
    threads: (crossOriginIsolated && navigator?.hardwareConcurrency) || 1,
    memoryGiB: navigator?.deviceMemory,
  };
}
