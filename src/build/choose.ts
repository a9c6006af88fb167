import type { BuildPlan, ModelPlan, TargetPlan } from '../config/plan.js';
import type { Graph } from '../onnx/graph.js';
import { type Rng, rngOf } from '../random.js';
import type { Assignment, Candidate, CostMetric } from '../search/problem.js';
import { search } from '../search/search.js';
import { type Costs, costLimits, type Limit } from './limits.js';
import type { NormalMember } from './members.js';
import type { Session } from './session.js';
import { assemble, costsOf } from './student.js';
import type { TrainedAlternative } from './train-house.js';

/** Share of a limit that is left free for the noise of measuring. */
const MARGIN = 0.03;
const ROUNDS = 8;

/** An assignment as a network that was measured whole on its target. */
export interface Choice {
  readonly assignment: Assignment;
  readonly chosen: readonly TrainedAlternative[];
  readonly student: Graph;
  readonly costs: Costs;
  /** Largest measured cost over its limit, as a share of it; 0 when all hold. */
  readonly violation: number;
}

/**
 * Searches for the assignment with the least predicted loss under the target's budgets and measures it whole. Where the additive
 * prediction of a cost is off, the limit that search is given is corrected by the measured ratio and the search is repeated; of the students
 * that hold every budget as measured, the one with the least predicted loss is taken, else the one nearest to the budgets.
 *
 * @param teacherCosts of the whole teacher, as measured and as its file is.
 */
export async function choose(
  session: Session,
  model: ModelPlan,
  target: TargetPlan,
  teacher: NormalMember,
  teacherCosts: Costs,
  trained: readonly TrainedAlternative[],
  candidates: readonly Candidate[],
): Promise<Choice> {
  const { plan, context } = session;
  const rng = (round: number) => rngOf(plan.seed, 'search', target.name, round);
  const limits = target.budgets.every(({ metric }) => metric === 'qualityDrop')
    ? await fastestWithin(target, plan, teacherCosts, candidates, rng)
    : costLimits(target.budgets, teacherCosts);
  const byId = new Map(trained.map((each) => [each.alternative.id, each]));
  const bias = new Map<CostMetric, number>(limits.map(({ metric }) => [metric, 1]));
  const seen = new Map<string, Choice>();
  for (let round = 0; round < ROUNDS; round++) {
    context.signal.throwIfAborted();
    context.onProgress({
      model: model.name,
      stage: 'search',
      target: target.name,
      done: round,
      total: ROUNDS,
    });
    const assignment = await search(
      plan.search.strategy,
      {
        candidates,
        teacher: teacherCosts,
        requirements: limits.map(({ metric, limit }) => ({
          metric,
          limit: (limit * (1 - MARGIN)) / bias.get(metric)!,
        })),
      },
      rng(round),
      { paper: { iterations: plan.effort.annealingIterations } },
    );
    const key = assignment.chosen.join('\n');
    if (seen.has(key)) break;
    const chosen = assignment.chosen.map((id) => byId.get(id)!);
    const student = assemble(teacher.graph, chosen);
    const costs = (await costsOf(session, target, teacher, student)).student;
    seen.set(key, { assignment, chosen, student, costs, violation: violationOf(limits, costs) });
    if (!correct(bias, limits, costs, assignment.predicted)) break;
  }
  const choices = [...seen.values()];
  const held = choices.filter(({ violation }) => violation === 0);
  return held.length > 0
    ? held.reduce((best, each) => (each.assignment.qualityLoss < best.assignment.qualityLoss ? each : best))
    : choices.reduce((best, each) => (each.violation < best.violation ? each : best));
}

/** Where only quality is limited: the lowest latency, in steps of a twentieth, whose predicted loss stays within the budget. */
async function fastestWithin(
  target: TargetPlan,
  plan: BuildPlan,
  teacher: Costs,
  candidates: readonly Candidate[],
  rng: (round: number) => Rng,
): Promise<Limit[]> {
  const allowed = Math.min(...target.budgets.map(({ limit }) => limit));
  for (let twentieth = 1; twentieth < 20; twentieth++) {
    const limit = (teacher.latency * twentieth) / 20;
    const requirements = [{ metric: 'latency', limit: limit * (1 - MARGIN) }] as const;
    const found = await search(plan.search.strategy, { candidates, teacher, requirements }, rng(twentieth));
    if (found.feasible && found.qualityLoss <= allowed) return [{ metric: 'latency', limit }];
  }
  return [{ metric: 'latency', limit: teacher.latency * 2 }];
}

/** Largest share by which a cost, with half of the margin, is over its limit. */
function violationOf(limits: readonly Limit[], costs: Costs): number {
  return Math.max(0, ...limits.map(({ metric, limit }) => costs[metric] / (limit * (1 - MARGIN / 2)) - 1));
}

/** Sets the bias of every limited cost from what was measured; false when search would not be told anything new. */
function correct(
  bias: Map<CostMetric, number>,
  limits: readonly Limit[],
  costs: Costs,
  predicted: Costs,
): boolean {
  let changed = false;
  for (const { metric, limit } of limits) {
    const measured = costs[metric] / predicted[metric];
    const isOver = costs[metric] > limit * (1 - MARGIN / 2);
    const hasRoom = costs[metric] < limit * (1 - 3 * MARGIN) && measured < bias.get(metric)! * (1 - MARGIN);
    if (!isOver && !hasRoom) continue;
    bias.set(metric, isOver ? Math.max(measured, bias.get(metric)! * 1.01) : measured);
    changed = true;
  }
  return changed;
}
