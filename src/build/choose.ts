import type { BuildPlan, ModelPlan, TargetPlan } from '../config/plan.js';
import type { Graph } from '../onnx/graph.js';
import { type Rng, rngOf } from '../random.js';
import type { Assignment, Candidate, CostMetric } from '../search/problem.js';
import { search } from '../search/search.js';
import { type Costs, costLimits, type Limit } from './limits.js';
import type { NormalMember } from './members.js';
import type { Session } from './session.js';
import { assemble, costsOf, staticCosts } from './student.js';
import type { TrainedAlternative } from './train-house.js';

/** Share of a limit that is left free for the noise of measuring. */
const MARGIN = 0.03;
const ROUNDS = 8;

/** Students that are retrained to see which is best. */
const FINALISTS = 4;
/** Further rounds of each view but the first, which has corrected the limits already. */
const LATER_ROUNDS = 3;

/**
 * How much of a loss retraining brings back is not known beforehand: all views are searched. The more comes back, the more it counts how much of
 * the network is left, `capacity` being the loss that is expected of one with nothing left.
 */
const VIEWS = [
  { lasting: 1, capacity: 0 },
  { lasting: 0.3, capacity: 0.03 },
  { lasting: 0.05, capacity: 0.03 },
];

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
 * Searches for assignments with the least predicted loss under the target's budgets and measures them whole. Where the additive
 * prediction of a cost is off, the limit that search is given is corrected by the measured ratio and the search is repeated.
 *
 * @param teacherCosts of the whole teacher, as measured and as its file is.
 * @returns up to four students that hold every budget as measured, the one with the least predicted loss first and the best whole member of
 * the pool among them; else the one nearest to the budgets.
 */
export async function chooseFinalists(
  session: Session,
  model: ModelPlan,
  target: TargetPlan,
  teacher: NormalMember,
  teacherCosts: Costs,
  trained: readonly TrainedAlternative[],
  candidates: readonly Candidate[],
): Promise<readonly Choice[]> {
  const { plan, context } = session;
  const rng = (round: number) => rngOf(plan.seed, 'search', target.name, round);
  const limits = target.budgets.every(({ metric }) => metric === 'qualityDrop')
    ? await fastestWithin(target, plan, teacherCosts, candidates, rng)
    : costLimits(target.budgets, teacherCosts);
  const limitsLatency = limits.some(({ metric }) => metric === 'latency');
  const byId = new Map(trained.map((each) => [each.alternative.id, each]));
  const bias = new Map<CostMetric, number>(limits.map(({ metric }) => [metric, 1]));
  const seen = new Map<string, Choice>();
  const total = ROUNDS + (VIEWS.length - 1) * LATER_ROUNDS;

  const measured = async (assignment: Assignment): Promise<Choice> => {
    const key = assignment.chosen.join('\n');
    const known = seen.get(key);
    if (known !== undefined) return known;
    const chosen = assignment.chosen.map((id) => byId.get(id)!);
    const student = assemble(teacher.graph, chosen);
    const costs = limitsLatency
      ? (await costsOf(session, target, teacher, student)).student
      : { ...staticCosts(teacher, student), latency: assignment.predicted.latency };
    const choice = { assignment, chosen, student, costs, violation: violationOf(limits, costs) };
    seen.set(key, choice);
    return choice;
  };

  const finalists: Choice[] = [];
  for (const [view, { lasting, capacity }] of VIEWS.entries()) {
    const seenHere: Choice[] = [];
    const lossOf = new Map<string, number>();
    const viewed = candidates.map((candidate) => {
      const removed = Math.max(0, -candidate.delta.macs / Math.max(1, teacherCosts.macs));
      const qualityLoss = lasting * candidate.qualityLoss + capacity * removed;
      lossOf.set(candidate.id, qualityLoss);
      return { ...candidate, qualityLoss };
    });
    const rounds = view === 0 ? ROUNDS : LATER_ROUNDS;
    for (let round = 0; round < rounds; round++) {
      context.signal.throwIfAborted();
      const done = view === 0 ? round : ROUNDS + (view - 1) * LATER_ROUNDS + round;
      context.onProgress({ model: model.name, stage: 'search', target: target.name, done, total });
      const assignment = await search(
        plan.search.strategy,
        {
          candidates: viewed,
          teacher: teacherCosts,
          requirements: limits.map(({ metric, limit }) => ({
            metric,
            limit: (limit * (1 - MARGIN)) / bias.get(metric)!,
          })),
        },
        rng(done),
        { paper: { iterations: plan.effort.annealingIterations } },
      );
      const choice = await measured(assignment);
      if (seenHere.includes(choice)) break;
      seenHere.push(choice);
      if (!correct(bias, limits, choice.costs, assignment.predicted)) break;
    }
    const held = seenHere.filter(({ violation }) => violation === 0);
    const loss = ({ assignment }: Choice) => assignment.chosen.reduce((sum, id) => sum + lossOf.get(id)!, 0);
    const [best] = held.sort((a, b) => loss(a) - loss(b));
    if (best !== undefined && !finalists.includes(best)) finalists.push(best);
  }
  const member = await bestMember();
  if (member !== undefined && !finalists.includes(member)) finalists.push(member);
  if (finalists.length > 0) return finalists.slice(0, FINALISTS);
  return [[...seen.values()].reduce((best, each) => (each.violation < best.violation ? each : best))];

  /** The member of the pool with the least loss that holds the budgets as it is. */
  async function bestMember(): Promise<Choice | undefined> {
    const members = candidates
      .filter(({ id }) => byId.get(id)!.alternative.kind === 'member')
      .sort((a, b) => a.qualityLoss - b.qualityLoss);
    for (const { id, delta, qualityLoss } of members) {
      const predicted = Object.fromEntries(
        Object.entries(teacherCosts).map(([metric, cost]) => [metric, cost + delta[metric as CostMetric]]),
      ) as unknown as Costs;
      const choice = await measured({
        chosen: [id],
        predicted,
        qualityLoss,
        feasible: true,
        optimal: false,
      });
      if (choice.violation === 0) return choice;
    }
    return undefined;
  }
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
