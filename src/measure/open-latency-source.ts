import type { BrowserPlan, TargetEnvironment } from '../config/plan.js';
import { type MeasurerName, type ProviderOf, traitsOf } from '../config/runtimes.js';
import { browserSource } from './browser/browser-source.js';
import { measureLatency } from './latency.js';
import type { LatencySource } from './latency-source.js';
import { machineId } from './machine-id.js';

type Measurer = (
  environment: TargetEnvironment,
  browser: BrowserPlan,
  signal: AbortSignal,
) => Promise<LatencySource>;

const MEASURERS: Readonly<Record<MeasurerName, Measurer>> = {
  process: processSource,
  browser: browserSource,
};

/** The source for one kind of target; what it runs on starts when it is first asked. */
export const openLatencySource: Measurer = (environment, browser, signal) =>
  MEASURERS[traitsOf(environment.runtime).measurer](environment, browser, signal);

/** Latencies in processes of this machine, a new one for each call. */
async function processSource(
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
