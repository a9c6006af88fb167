import type { TargetPlan } from '../../config/plan.js';
import type { Graph } from '../../onnx/graph.js';
import type { MeasuredSet } from '../../search/loss-features.js';
import type { Assignment } from '../../search/problem.js';
import { type CostBias, NOISE } from '../costs/cost-bias.js';
import type { Costs } from '../costs/limits.js';
import { assemble, type CostsOptions, costsOf, staticCosts } from '../costs/student.js';
import { wholeLoss } from '../quality/whole-quality.js';
import type { BuildSession } from '../session.js';
import type { Trained } from '../trained.js';
import { isForAll, type TrainedAlternative } from '../trained-alternative.js';

/** An assignment as a network that was measured whole. */
export interface MeasuredStudent {
  readonly assignment: Assignment;
  readonly chosen: readonly TrainedAlternative[];
  readonly student: Graph;
  /** The student in the precision in which it is emitted: what was measured. */
  readonly lowered: Graph;
  readonly costs: Costs;
  /** Share by which its latency may be off. */
  readonly noise: number;
  /** Measured before retraining, in the unit of the candidates' losses. */
  readonly loss: number;
}

/**
 * Whole students of one target, each measured once; those whose latency is too near to its limit to be told by that,
 * several times.
 */
export class MeasuredStudents {
  readonly #session: BuildSession;
  readonly #trained: Trained;
  readonly #target: TargetPlan;
  readonly #bias: CostBias;
  readonly #byId: ReadonlyMap<string, TrainedAlternative>;
  readonly #choices = new Map<string, MeasuredStudent>();

  constructor(session: BuildSession, trained: Trained, target: TargetPlan, bias: CostBias) {
    this.#session = session;
    this.#trained = trained;
    this.#target = target;
    this.#bias = bias;
    this.#byId = new Map(trained.alternatives.map((each) => [each.alternative.id, each]));
  }

  /** In the order in which they were measured. */
  get all(): readonly MeasuredStudent[] {
    return [...this.#choices.values()];
  }

  /** What search learns interactions from. */
  get sets(): MeasuredSet[] {
    return this.all.map(({ assignment: { chosen }, loss }) => ({ chosen, measured: loss }));
  }

  has({ chosen }: Pick<Assignment, 'chosen'>): boolean {
    return this.#choices.has(keyOf(chosen));
  }

  /** Latencies one after the other, alone on the machine; then the losses side by side. */
  async measure(assignments: readonly Assignment[]): Promise<MeasuredStudent[]> {
    const { teacher, lowering } = this.#trained;
    const fresh = new Map(
      assignments.filter((each) => !this.has(each)).map((each) => [keyOf(each.chosen), each]),
    );
    const timed: Omit<MeasuredStudent, 'loss'>[] = [];
    for (const assignment of fresh.values()) {
      const chosen = assignment.chosen.map((id) => this.#byId.get(id)!);
      const student = assemble(teacher.graph, chosen);
      const lowered = await lowering.network(student);
      const measured = await this.#costs(chosen, student, lowered, assignment.predicted.latency);
      timed.push({ assignment, chosen, student, lowered, ...measured });
    }
    const losses = await Promise.all(
      timed.map(({ lowered }) => wholeLoss(this.#session, this.#trained, lowered)),
    );
    for (const [index, each] of timed.entries())
      this.#choices.set(keyOf(each.assignment.chosen), { ...each, loss: losses[index] });
    return assignments.map(({ chosen }) => this.#choices.get(keyOf(chosen))!);
  }

  /** Where no budget limits latency, the predicted one stands. */
  async #costs(
    chosen: readonly TrainedAlternative[],
    student: Graph,
    lowered: Graph,
    predictedMs: number,
  ): Promise<Pick<MeasuredStudent, 'costs' | 'noise'>> {
    const { teacher } = this.#trained;
    if (!this.#bias.limitsLatency) {
      const costs = { ...staticCosts(teacher, student, lowered), latency: predictedMs };
      return { costs, noise: NOISE.once };
    }
    const isMeasured = chosen.some(({ alternative }) => isForAll(teacher, alternative));
    const options: CostsOptions = { lowered, ...(isMeasured ? {} : { partsMs: predictedMs }) };
    const measured = (more: CostsOptions) => costsOf(this.#session, this.#target, teacher, student, more);
    const { student: costs, predicted } = await measured(options);
    if (predicted !== undefined || !this.#bias.isDoubtful(costs)) return { costs, noise: NOISE.once };
    return { costs: (await measured({ ...options, settle: true })).student, noise: NOISE.settled };
  }
}

const keyOf = (chosen: readonly string[]): string => chosen.join('\n');
