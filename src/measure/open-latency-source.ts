import type { TargetPlan } from '../config/plan.js';
import { measureLatency } from './latency.js';
import type { LatencySource } from './latency-source.js';
import { machineId } from './machine-id.js';

/** What a latency depends on besides the model. Targets that agree in it share all measurements. */
export type Environment = Pick<TargetPlan, 'runtime' | 'threads'>;

/** The source for one kind of target; what it runs on starts when it is first asked. */
export async function openLatencySource(
  { threads }: Environment,
  signal: AbortSignal,
): Promise<LatencySource> {
  return {
    identity: machineId(),
    compare: (groups, options = {}) => {
      const files = groups.map(({ reference, candidates }) => ({ reference: reference.model, candidates }));
      return measureLatency({ groups: files, threads, options }, { signal });
    },
    close: async () => {},
  };
}
