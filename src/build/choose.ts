import type { TargetPlan } from '../config/plan.js';
import { learnInteractions, withLearned } from '../search/interactions.js';
import type { Assignment, Candidate, CostMetric, SearchProblem } from '../search/problem.js';
import { searchTask } from '../search/search-task.js';
import { severalTask } from '../search/several-task.js';
import type { Trained } from './build-target.js';
import { CostBias } from './cost-bias.js';
import { fastestWithin } from './fastest-within.js';
import { type Costs, costLimits } from './limits.js';
import { type Choice, MeasuredStudents } from './measured-students.js';
import type { Session } from './session.js';
import { lossIn, VIEWS, type View, viewed } from './views.js';

/** Rounds of searching and measuring for the first view and for each other, which start with what the first has learnt. */
const ROUNDS = 5;
const LATER_ROUNDS = 3;
/** Different assignments that are measured in one round of the first view, and how far apart they are. */
const SEVERAL = 2;
const DISTANCE = 0.3;
/** Students that are retrained to see which is best. */
const FINALISTS = 4;

/** What search came to for one target. */
export interface Chosen {
  /** Those that are to be retrained, the one with the least loss before it first; when none holds every budget, the one nearest to them. */
  readonly finalists: readonly Choice[];
  /** All that were measured whole. */
  readonly measured: readonly Choice[];
  /** What search knows at its end: costs, losses and interactions as measured students corrected them. */
  readonly problem: SearchProblem;
}

/**
 * Searches for assignments with the least predicted loss under the target's budgets, assembles and measures the best few, learns from them
 * where the additive prediction is off - the ratio of costs, losses of pairs that do better or worse together - and searches again, until what it
 * would choose has been measured. Strategy 'paper' takes its one answer, corrected for costs only.
 *
 * @param teacherCosts of the whole teacher, as measured and as its file is.
 */
export async function choose(
  session: Session,
  trained: Trained,
  target: TargetPlan,
  teacherCosts: Costs,
  candidates: readonly Candidate[],
): Promise<Chosen> {
  const { plan, context, workers } = session;
  const { strategy } = plan.search;
  const limits = target.budgets.every(({ metric }) => metric === 'qualityDrop')
    ? await fastestWithin(session, target, teacherCosts, candidates)
    : costLimits(target.budgets, teacherCosts);
  const isTimed = limits.some(({ metric }) => metric === 'latency');
  const students = new MeasuredStudents(session, trained, target, isTimed);
  const bias = new CostBias(limits);
  const views = strategy === 'paper' ? VIEWS.slice(0, 1) : VIEWS;
  const total = ROUNDS + (views.length - 1) * LATER_ROUNDS;
  let done = 0;

  for (const [index, view] of views.entries()) {
    const rounds = index === 0 ? ROUNDS : LATER_ROUNDS;
    for (let round = 0; round < rounds; round++) {
      context.signal.throwIfAborted();
      context.onProgress({
        model: trained.model.name,
        stage: 'search',
        target: target.name,
        done: done++,
        total,
        note: `${students.all.length} students measured`,
      });
      const proposals = await proposed(viewed(known(), view), `${index}:${round}`, index === 0);
      const isNew = !students.has(proposals[0]);
      const choices = await students.measure(proposals);
      const corrected = choices.map(({ assignment, costs }) => bias.correct(costs, assignment.predicted));
      if (!isNew && !corrected[0]) break;
      if (strategy === 'paper' && !corrected[0]) break;
    }
  }
  await measureMembers();
  return { finalists: finalists(), measured: students.all, problem: known() };

  function known(): SearchProblem {
    const problem: SearchProblem = { candidates, teacher: teacherCosts, requirements: bias.requirements() };
    return strategy === 'paper'
      ? problem
      : withLearned(problem, learnInteractions(students.sets, candidates));
  }

  async function proposed(problem: SearchProblem, label: string, several: boolean): Promise<Assignment[]> {
    if (strategy === 'exact' && several)
      return workers.run(severalTask, { problem, count: SEVERAL, options: { distance: DISTANCE } });
    const options = { paper: { iterations: plan.effort.annealingIterations } };
    const labels = ['search', target.name, label];
    return [
      await workers.run<Assignment>(searchTask, { strategy, problem, seed: plan.seed, labels, options }),
    ];
  }

  /** The members of the pool from the one with the least loss on, until one holds the budgets as it is. */
  async function measureMembers(): Promise<void> {
    if (strategy === 'paper') return;
    const kinds = new Map(trained.alternatives.map(({ alternative: { id, kind } }) => [id, kind]));
    const members = candidates
      .filter(({ id }) => kinds.get(id) === 'member')
      .sort((a, b) => a.qualityLoss - b.qualityLoss);
    for (const { id, delta, qualityLoss } of members) {
      const costs = Object.entries(teacherCosts).map(([metric, cost]) => [
        metric,
        cost + delta[metric as CostMetric],
      ]);
      const predicted = Object.fromEntries(costs) as Assignment['predicted'];
      const [choice] = await students.measure([
        { chosen: [id], predicted, qualityLoss, feasible: true, optimal: false },
      ]);
      if (bias.violationOf(choice.costs) === 0) return;
    }
  }

  /** The best of each view and the best whole member of the pool. */
  function finalists(): Choice[] {
    const held = students.all.filter(({ costs }) => bias.violationOf(costs) === 0);
    if (held.length === 0) {
      const over = ({ costs }: Choice) => bias.violationOf(costs);
      return [students.all.reduce((best, each) => (over(each) < over(best) ? each : best))];
    }
    const removed = ({ costs }: Choice) => Math.max(0, 1 - costs.macs / Math.max(1, teacherCosts.macs));
    const bestIn = (view: View, among: readonly Choice[]) =>
      among.reduce<Choice | undefined>((best, each) => {
        const loss = (choice: Choice) => lossIn(view, choice.loss, removed(choice));
        return best === undefined || loss(each) < loss(best) ? each : best;
      }, undefined);
    const isMember = ({ chosen }: Choice) => chosen.length === 1 && chosen[0].alternative.kind === 'member';
    const best = views.map((view) => bestIn(view, held));
    const member = strategy === 'paper' ? undefined : bestIn(VIEWS[0], held.filter(isMember));
    const distinct = [...new Set([...best, member].filter((choice) => choice !== undefined))];
    return distinct.slice(0, FINALISTS);
  }
}
