/**
 * Lets a process measure each latency in at most 0.1 seconds: what measures has tests of its own, in measure/. All
 * other test files run with it; a child takes it as `--import`.
 */
import { DEFAULT_LATENCY_OPTIONS } from '../../src/measure/compare-latency.js';
import { TOP_OPTIONS, WHOLE_OPTIONS } from '../../src/pipeline/costs/measure-latency.js';

const usual = [DEFAULT_LATENCY_OPTIONS, TOP_OPTIONS, WHOLE_OPTIONS].map((options) => ({
  options,
  before: { ...options },
}));

export function measureQuickly(isQuick: boolean): void {
  const quick = { warmUpRuns: 3, minTimings: 8, maxTimings: 20, maxSeconds: 0.1 };
  for (const { options, before } of usual) {
    for (const name of Object.keys(options)) Reflect.deleteProperty(options, name);
    Object.assign(options, before, isQuick ? quick : {});
  }
}

measureQuickly(true);
