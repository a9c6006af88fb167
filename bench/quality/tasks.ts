import type { TargetPlan } from '../../src/config/plan.js';
import { enter } from './enter.js';
import type { Entrant } from './entrant.js';
import type { Bench } from './open-bench.js';
import type { QualityOptions } from './options.js';

/** A row to come. */
export interface Task {
  readonly entrant: Entrant;
  readonly target: TargetPlan;
  /** Percent of the teacher's latency. */
  readonly budget: number;
  readonly lessons: number;
}

/** Searches, draws and measures all networks, one after the other, before any is retrained: so latency is measured alone. */
export async function tasksOf(bench: Bench, options: QualityOptions): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const [index, target] of bench.targets.entries()) {
    const lessons = options.lessons ?? Math.max(1, bench.trained.classroom.lessons);
    for (const method of options.methods) {
      console.error(`${target.name}: ${method}`);
      for (const entrant of await enter(bench, target, method, options))
        tasks.push({ entrant, target, budget: options.budgets[index], lessons });
    }
  }
  return tasks;
}
