import type { CostMetric } from '../config/metrics.js';
import type { TargetEnvironment, TargetPlan } from '../config/plan.js';
import { canonicalJson } from '../store/key.js';
import { environmentKey } from './session.js';

/**
 * What decides which alternatives a target may need: the costs that it limits, and where latency is one of them. Never
 * by how much.
 */
export interface Demand {
  /** Sorted. */
  readonly metrics: readonly CostMetric[];
  /** Set where latency is limited. */
  readonly environment: TargetEnvironment | undefined;
}

/** Nothing is limited but quality: the student is to be as fast as it can. */
export const isForSpeed = ({ budgets }: Pick<TargetPlan, 'budgets'>): boolean =>
  budgets.every(({ metric }) => metric === 'qualityDrop');

/** See {@link isForSpeed} for targets that limit no cost. */
export function demandOf({ budgets, runtime, threads, profile, onUnprofiled }: TargetPlan): Demand {
  const limited = new Set(budgets.flatMap(({ metric }) => (metric === 'qualityDrop' ? [] : [metric])));
  if (limited.size === 0) limited.add('latency');
  return {
    metrics: [...limited].sort(),
    environment: limited.has('latency') ? { runtime, threads, profile, onUnprofiled } : undefined,
  };
}

/** Equal for targets that demand the same. */
export const demandKey = ({ metrics, environment }: Demand): string =>
  canonicalJson({ metrics, environment: environment === undefined ? null : environmentKey(environment) });
