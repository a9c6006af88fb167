import { openLatencySource } from '../../src/measure/open-latency-source.js';
import type { OpenSource } from '../../src/pipeline/session.js';

/**
 * What measures latencies in a build, for at most so many seconds each instead of 1.2: beside other tests it would take
 * all of that time, and tests need no narrow interval.
 */
export const quickLatency =
  (maxSeconds: number): OpenSource =>
  async (...environment) => {
    const source = await openLatencySource(...environment);
    return {
      identity: source.identity,
      ...(source.description === undefined ? {} : { description: source.description }),
      compare: (groups, options) => source.compare(groups, { ...options, maxSeconds }),
      announce: (more) => source.announce?.(more),
      close: () => source.close(),
    };
  };
