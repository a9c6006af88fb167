import type { CostMetric } from '../../config/metrics.js';
import type { TargetPlan } from '../../config/plan.js';
import { learnInteractions, withLearned } from '../../search/interactions.js';
import type { Assignment, Candidate, SearchProblem } from '../../search/problem.js';
import { searchTask } from '../../search/search-task.js';
import { severalTask } from '../../search/several-task.js';
import { CostBias, NOISE } from '../costs/cost-bias.js';
import { type Costs, costLimits, type Limit } from '../costs/limits.js';
import { isForSpeed } from '../demand.js';
import type { BuildSession } from '../session.js';
import type { Trained } from '../trained.js';
import { isForAll } from '../trained-alternative.js';
import { fastestWithin } from './fastest-within.js';
import { bestOfViews, finalistsOf, least } from './finalists.js';
import { type MeasuredStudent, MeasuredStudents } from './measured-students.js';
import { VIEWS, viewed } from './views.js';
import { wholeNetworks } from './whole-networks.js';

/**
 * Rounds of searching and measuring for the first view and for each other, which start with what the first has learnt.
 */
const ROUNDS = 5;
const LATER_ROUNDS = 3;
/** Different assignments that are measured in one round of the first view, and how far apart they are. */
const SEVERAL = 2;
const DISTANCE = 0.3;
/** A member of the pool whose predicted costs are over the limits by less than this share is measured. */
const NEARLY = 0.25;

/** The result of the search for one target. */
export interface Chosen {
  /**
   * Those that are to be retrained, the one with the least loss before it first; when none holds every budget, the one
   * nearest to them.
   */
  readonly finalists: readonly MeasuredStudent[];
  /** All that were measured whole. */
  readonly measured: readonly MeasuredStudent[];
  /** At least one. */
  readonly limits: readonly Limit[];
  /** What search knows at its end: costs, losses and interactions as measured students corrected them. */
  readonly problem: SearchProblem;
}

/**
 * Searches for assignments with the least predicted loss under the target's budgets, assembles and measures the best
 * few, learns from them where the additive prediction is off - the ratio of costs, losses of pairs that do better or
 * worse together - and searches again, until what it would choose has been measured. Strategy 'paper' takes its one
 * answer, corrected for costs only.
 *
 * @param teacherCosts of the whole teacher, as measured and as its file is.
 */
export async function choose(
  session: BuildSession,
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
  const bias = new CostBias(limits, strategy !== 'paper');
  const wholes = new Set(
    trained.alternatives
      .filter(({ alternative }) => isForAll(trained.teacher, alternative))
      .map(({ alternative }) => alternative.id),
  );
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
        viewed(withMeasuredWholes(known()), view, trained.judge.unit),
        `${index}:${round}`,
        index === 0,
      );
      const isNew = !students.has(proposals[0]);
      const choices = await students.measure(proposals);
      const corrected = choices.map(
        ({ assignment: { chosen, predicted }, costs }) =>
          !chosen.some((id) => wholes.has(id)) && bias.correct(costs, predicted),
      );
      if (!isNew && !corrected[0]) break;
      if (strategy === 'paper' && !corrected[0]) break;
    }
  }
  await measureWholes();
  return { finalists: await finalists(), measured: students.all, limits, problem: known() };

  function known(): SearchProblem {
    const problem: SearchProblem = { candidates, teacher: teacherCosts, requirements: bias.requirements() };
    return strategy === 'paper'
      ? problem
      : withLearned(problem, learnInteractions(students.sets, candidates));
  }

  /** Costs of whole networks were measured, so what is learnt of sums is none of theirs. */
  function withMeasuredWholes(problem: SearchProblem): SearchProblem {
    const measured = ({ delta }: Candidate): Candidate['delta'] => {
      const sum = (metric: CostMetric): number => teacherCosts[metric] + delta[metric];
      const predicted = bias.asPredicted(overMetrics(delta, sum));
      return overMetrics(delta, (metric) => predicted[metric] - teacherCosts[metric]);
    };
    return {
      ...problem,
      candidates: problem.candidates.map((each) =>
        wholes.has(each.id) ? { ...each, delta: measured(each) } : each,
      ),
    };
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

  /**
   * Whole networks that may hold the budgets: members of the pool, and of the cuts of each the one that loses least.
   */
  async function measureWholes(): Promise<void> {
    if (strategy === 'paper') return;
    const over = ({ predicted }: Assignment): number => bias.violationOf(predicted, -NOISE.once);
    const { members, cuts } = wholeNetworks(trained, candidates, teacherCosts);
    await students.measure(members.filter((each) => over(each) < NEARLY));
    for (const each of cuts.values()) {
      for (const cut of each.filter((assignment) => over(assignment) === 0)) {
        const [choice] = await students.measure([cut]);
        if (violationOf(choice) === 0) break;
      }
    }
  }

  function violationOf({ costs, noise }: MeasuredStudent): number {
    return bias.violationOf(costs, noise);
  }

  async function finalists(): Promise<MeasuredStudent[]> {
    const held = students.all.filter((choice) => violationOf(choice) === 0);
    if (held.length === 0) return [least(students.all, violationOf)!];
    const { macs } = teacherCosts;
    return strategy === 'paper'
      ? bestOfViews(held, views, macs, trained.judge.unit)
      : finalistsOf(trained, held, views, macs);
  }
}

const overMetrics = (like: Costs, of: (metric: CostMetric) => number): Costs =>
  Object.fromEntries(Object.keys(like).map((metric) => [metric, of(metric as CostMetric)])) as Costs;
