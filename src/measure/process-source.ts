import type { BrowserPlan, TargetEnvironment } from '../config/plan.js';
import { type ProviderOf, traitsOf } from '../config/runtimes.js';
import { measureLatency } from './latency.js';
import type { LatencySource } from './latency-source.js';
import { machineId } from './machine-id.js';

/** Latencies in processes of this machine, a new one for each call. */
export async function processSource(
  { runtime, threads }: TargetEnvironment,
  _browser: BrowserPlan,
  signal: AbortSignal,
): Promise<LatencySource> {
  // Only runtimes with this measurer come here.
  const provider = traitsOf(runtime).provider as ProviderOf<'process'>;
  return {
    identity: machineId(),
    compare: (groups, options = {}) => measureLatency({ groups, provider, threads, options }, { signal }),
    close: async () => {},
  };
}
