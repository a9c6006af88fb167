import type { BrowserPlan, TargetEnvironment } from '../config/plan.js';
import { type MeasurerName, traitsOf } from '../config/runtimes.js';
import { browserSource } from './browser/browser-source.js';
import type { LatencySource } from './latency-source.js';
import { processSource } from './process-source.js';

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
