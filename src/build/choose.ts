import type { TargetPlan } from '../config/plan.js';
import { learnInteractions, withLearned } from '../search/interactions.js';
import type { Assignment, Candidate, CostMetric, SearchProblem } from '../search/problem.js';
import { searchTask } from '../search/search-task.js';
import { severalTask } from '../search/several-task.js';
import type { Trained } from './build-target.js';
import { CostBias } from './cost-bias.js';
import { isForSpeed } from './demand.js';
import { fastestWithin } from './fastest-within.js';
import { type Costs, costLimits, type Limit } from './limits.js';
import { type Choice, MeasuredStudents } from './measured-students.js';
import type { Session } from './session.js';
import { lossIn, removedShare, VIEWS, viewed } from './views.js';

/** Rounds of searching and measuring for the first view and for each other, which start with what the first has learnt. */
const ROUNDS = 5;
const LATER_ROUNDS = 3;
/** Different assignments that are measured in one round of the first view, and how far apart they are. */
const SEVERAL = 2;
const DISTANCE = 0.3;
/** A member of the pool whose predicted costs are over the limits by less than this share is measured. */
const NEARLY = 0.25;

/** What search came to for one target. */
export interface Chosen {
  /** Those that are to be retrained, the one with the least loss before it first; when none holds every budget, the one nearest to them. */
  readonly finalists: readonly Choice[];
  /** All that were measured whole. */
  readonly measured: readonly Choice[];
  /** At least one. */
  readonly limits: readonly Limit[];
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
  const limits = isForSpeed(target)
    ? await fastestWithin(session, target, teacherCosts, candidates)
    : costLimits(target.budgets, teacherCosts);
  const bias = new CostBias(limits);
  const students = new MeasuredStudents(session, trained, target, bias);
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
      const proposals = await proposed(
        viewed(known(), view, trained.judge.unit),
        `${index}:${round}`,
        index === 0,
      );
      const isNew = !students.has(proposals[0]);
      const choices = await students.measure(proposals);
      const corrected = choices.map(({ assignment, costs }) => bias.correct(costs, assignment.predicted));
      if (!isNew && !corrected[0]) break;
      if (strategy === 'paper' && !corrected[0]) break;
    }
  }
  await measureMembers();
  return { finalists: await finalists(), measured: students.all, limits, problem: known() };

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

  /** The whole members of the pool that may hold the budgets. */
  async function measureMembers(): Promise<void> {
    if (strategy === 'paper') return;
    const kinds = new Map(trained.alternatives.map(({ alternative: { id, kind } }) => [id, kind]));
    const members = candidates
      .filter(({ id }) => kinds.get(id) === 'member')
      .map(({ id, delta, qualityLoss }): Assignment => {
        const costs = Object.entries(teacherCosts).map(([metric, cost]) => [
          metric,
          cost + delta[metric as CostMetric],
        ]);
        const predicted = Object.fromEntries(costs) as Assignment['predicted'];
        return { chosen: [id], predicted, qualityLoss, feasible: true, optimal: false };
      })
      .filter(({ predicted }) => bias.violationOf(predicted) < NEARLY);
    if (members.length > 0) await students.measure(members);
  }

  /** The best of each view, and the best whole member of the pool: so a student is never worse than that. */
  async function finalists(): Promise<Choice[]> {
    const over = ({ costs, noise }: Choice) => bias.violationOf(costs, noise);
    const held = students.all.filter((choice) => over(choice) === 0);
    if (held.length === 0) return [least(students.all, over)!];
    const { judge } = trained;
    const best = views.map((view) =>
      least(held, ({ loss, costs }) =>
        lossIn(view, loss / judge.unit, removedShare(costs.macs, teacherCosts.macs)),
      ),
    );
    if (strategy === 'paper') return distinct(best);
    const members = held.filter(
      ({ chosen }) => chosen.length === 1 && chosen[0].alternative.kind === 'member',
    );
    const values = new Map<Choice, number>();
    for (const member of members) values.set(member, await judge.of(member.student));
    const loss = (member: Choice) => judge.quality.loss(judge.teacherValue, values.get(member)!);
    return distinct([...best, least(members, loss)]);
  }
}

/** The first of those with the least cost. */
function least<T>(items: readonly T[], cost: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (best, each) => (best === undefined || cost(each) < cost(best) ? each : best),
    undefined,
  );
}

const distinct = (choices: readonly (Choice | undefined)[]): Choice[] => [
  ...new Set(choices.filter((choice) => choice !== undefined)),
];
