import type { BrowserPlan, TargetPlan } from '../config/plan.js';
import { browserSource } from './browser/browser-source.js';
import { measureLatency } from './latency.js';
import type { LatencySource } from './latency-source.js';
import { machineId } from './machine-id.js';

/** What a latency depends on besides the model. Targets that agree in it share all measurements. */
export type MeasuredEnvironment = Pick<TargetPlan, 'runtime' | 'threads'>;

/** The source for one kind of target; what it runs on starts when it is first asked. */
export async function openLatencySource(
  environment: MeasuredEnvironment,
  browser: BrowserPlan,
  signal: AbortSignal,
): Promise<LatencySource> {
  if (environment.runtime !== 'onnxruntime-node/cpu') return browserSource(environment, browser, signal);
  const { threads } = environment;
  return {
    identity: machineId(),
    compare: (groups, options = {}) => measureLatency({ groups, threads, options }, { signal }),
    close: async () => {},
  };
}
