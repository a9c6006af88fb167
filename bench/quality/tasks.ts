import type { TargetPlan } from '../../src/config/plan.js';
import type { Candidate } from './candidate.js';
import { candidatesOf } from './candidates-of.js';
import type { Bench } from './open-bench.js';
import type { QualityOptions } from './options.js';

/** A row to come. */
export interface Task {
  readonly candidate: Candidate;
  readonly target: TargetPlan;
  /** Percent of the teacher's latency. */
  readonly budget: number;
  readonly segments: number;
}

/**
 * Searches, draws and measures all networks, one after the other, before any is retrained: so latency is measured
 * alone.
 */
export async function tasksOf(bench: Bench, options: QualityOptions): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const [index, target] of bench.targets.entries()) {
    const segments = options.segments ?? Math.max(1, bench.trained.retraining.segments);
    for (const method of options.methods) {
      console.error(`${target.name}: ${method}`);
      for (const candidate of await candidatesOf(bench, target, method, options))
        tasks.push({ candidate, target, budget: options.budgets[index], segments });
    }
  }
  return tasks;
}
