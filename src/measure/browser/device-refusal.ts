import type { TargetEnvironment } from '../../config/plan.js';
import { type RuntimeTraits, runtimesText, traitsOf } from '../../config/runtimes.js';
import type { Problem } from '../../errors.js';
import type { DeviceReport } from './protocol.js';

export interface RefusalOptions {
  /** A software adapter was asked for by name. */
  readonly softwareAdapter?: boolean;
}

/**
 * Why a device cannot be measured as the target says; undefined when it can. Nothing else is measured in the place of
 * it.
 */
export function deviceRefusal(
  { runtime, threads }: TargetEnvironment,
  { isolated, adapter }: DeviceReport,
  { softwareAdapter = false }: RefusalOptions = {},
): Problem | undefined {
  const { hasThreads, needsAdapter } = traitsOf(runtime);
  if (hasThreads && threads > 1 && !isolated) {
    return {
      code: 'DEVICE_NOT_ISOLATED',
      what: 'this page gets no threads, because it was not opened over https or on localhost',
      where: 'threads',
      value: threads,
      accepted: '1, or a page that is cross-origin isolated',
      next: "Give --cert and --key for https; or, for Android on a cable, 'adb reverse tcp:PORT tcp:PORT' and the address with localhost; or allow the address in chrome://flags/#unsafely-treat-insecure-origin-as-secure.",
    };
  }
  if (!needsAdapter) return undefined;
  if (adapter === null) {
    return {
      code: 'WEBGPU_NO_ADAPTER',
      what: 'the browser has no WebGPU adapter',
      value: runtime,
      accepted:
        'a browser that offers WebGPU (over https or on localhost) on a graphics card that it supports',
      next: `Look at chrome://gpu there, or use ${runtimesText(runsWithoutAdapter)} for this target.`,
    };
  }
  if (!adapter.software || softwareAdapter) return undefined;
  return {
    code: 'WEBGPU_SOFTWARE_ADAPTER',
    what: 'the only WebGPU adapter computes on the processor, so its latencies would say nothing about a graphics card',
    value: adapter.description,
    accepted:
      'a graphics card, or a software adapter that browser.args asks for by name (--use-webgpu-adapter=swiftshader)',
  };
}

const runsWithoutAdapter = ({ place, needsAdapter }: RuntimeTraits): boolean =>
  place === 'browser' && !needsAdapter;
