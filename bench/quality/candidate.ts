import type { TargetPlan } from '../../src/config/plan.js';
import type { Graph } from '../../src/onnx/graph.js';
import type { SearchedTarget } from '../../src/pipeline/choose/searched-target.js';
import { NOISE } from '../../src/pipeline/costs/cost-bias.js';
import type { Costs } from '../../src/pipeline/costs/limits.js';
import { costsOf } from '../../src/pipeline/costs/student.js';
import type { TrainedAlternative } from '../../src/pipeline/trained-alternative.js';
import type { Method } from './methods.js';
import type { Bench } from './open-bench.js';

/** A network that takes part, before it is retrained. */
export interface Candidate {
  readonly method: Method;
  /** As the table has it; two members of the pool differ in it. */
  readonly name: string;
  /** Of what was drawn or searched, and of the order of retraining where that differs between seeds. */
  readonly seed: number;
  /** How it was made, in a few words. */
  readonly detail: string;
  readonly graph: Graph;
  /** What was put into the teacher, where a build would train it once more in place; empty otherwise. */
  readonly chosen: readonly TrainedAlternative[];
  /** Of `halving`: who else takes part. */
  readonly searched?: SearchedTarget;
  readonly costs: Costs;
  /** Latency as a share of the teacher's. */
  readonly share: number;
}

/** The share of the teacher's latency that a target allows. */
export const allowedShare = ({ budgets: [{ limit }] }: TargetPlan): number => limit;

/** Whether a network that was measured once may be taken for a target, as a build takes it. */
export const mayBeTaken = (target: TargetPlan, share: number): boolean =>
  share <= allowedShare(target) * (1 - NOISE.once);

/** What a network costs on a target, measured whole; nothing else may run on the machine. */
export async function measured(
  { session, trained: { teacher } }: Bench,
  target: TargetPlan,
  graph: Graph,
): Promise<Pick<Candidate, 'graph' | 'costs' | 'share'>> {
  session.context.signal.throwIfAborted();
  const { student: costs, teacherMs } = await costsOf(session, target, teacher, graph);
  return { graph, costs, share: costs.latency / teacherMs };
}
