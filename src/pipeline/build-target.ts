import type { BudgetPlan, TargetPlan } from '../config/plan.js';
import type { Candidate } from '../search/problem.js';
import { sha256 } from '../store/key.js';
import { candidatesOf } from './alternatives/candidates.js';
import { choose } from './choose/choose.js';
import { choosePrecision } from './choose/choose-precision.js';
import { fittingWidths, withWidths } from './choose/fitting-widths.js';
import { measureEmitted } from './choose/measure-emitted.js';
import type { SearchedTarget } from './choose/searched-target.js';
import { tiedStudent } from './costs/check-sizes.js';
import { faultOnDevice } from './costs/device-outputs.js';
import { type Costs, costLimits, exactCosts } from './costs/limits.js';
import { FLOAT32 } from './costs/lowering.js';
import { type AloneLatency, measureLatencies } from './costs/measure-latency.js';
import { costsOf, emitted } from './costs/student.js';
import { demandOf, isForSpeed } from './demand.js';
import { defaultBound } from './quality/default-bound.js';
import { recordTarget } from './record/record-target.js';
import type { TargetReport } from './report-data.js';
import type { Artifact, MissedBudget, TargetEntry } from './result.js';
import { polishStudent } from './retrain/polish-student.js';
import type { RetrainingContext } from './retrain/retraining-context.js';
import type { SelectedStudent } from './retrain/selected-student.js';
import { successiveHalving } from './retrain/successive-halving.js';
import type { BuildSession } from './session.js';
import type { Stopwatch } from './stopwatch.js';
import type { Trained } from './trained.js';

/** Times that widths are fitted to what the ones before cost. */
const FITTING_ROUNDS = 2;

export interface TargetResult {
  readonly artifact: Artifact;
  readonly missed: readonly MissedBudget[];
  readonly report: TargetReport;
}

/** Searches for one target, in each of its precisions; measures latency, so nothing else may run on the machine. */
export async function prepareTarget(
  session: BuildSession,
  trained: Trained,
  target: TargetPlan,
  watch: Stopwatch,
): Promise<SearchedTarget> {
  const searched = await choosePrecision(session, trained, target, (lowering) =>
    searchIn(session, { ...trained, lowering }, target, watch),
  );
  if (target.profile !== undefined) await measureEmitted(session, trained.teacher, searched);
  return { ...searched, trained: { ...searched.trained, lowering: trained.lowering } };
}

async function searchIn(
  session: BuildSession,
  given: Trained,
  target: TargetPlan,
  watch: Stopwatch,
): Promise<SearchedTarget> {
  const { model, teacher, lowering } = given;
  const progress = (stage: 'search', note: string): void =>
    session.context.onProgress({ model: model.name, stage, target: target.name, done: 0, total: 1, note });
  const measured = (trained: Trained) => watch.time('measure', () => measure(session, trained, target));
  let trained = given;
  let { latencies, teacherCosts, budgets } = await measured(given);
  for (let round = 0; round < FITTING_ROUNDS; round++) {
    if (session.plan.search.strategy === 'paper' || isForSpeed(target)) break;
    const limits = costLimits(budgets, teacherCosts);
    const widths = fittingWidths(trained, candidates(), teacherCosts, limits);
    if (widths.length === 0) break;
    trained = await withWidths(session, trained, target, widths, watch);
    ({ latencies, teacherCosts, budgets } = await measured(trained));
  }
  progress('search', `teacher ${teacherCosts.latency.toFixed(3)} ms in ${lowering.precision}`);
  const search = await watch.time('search', () =>
    choose(session, trained, { ...target, budgets }, teacherCosts, candidates()),
  );
  return { target, trained, lowering, search, latencies };

  function candidates(): Candidate[] {
    return candidatesOf(teacher, trained.alternatives, latencies, trained.qualities, lowering);
  }
}

/** Polishes and retrains the students of one target and keeps the best; several targets may do so side by side. */
export async function retrainTarget(
  session: BuildSession,
  trained: Trained,
  retraining: RetrainingContext,
  { target, search: { finalists } }: SearchedTarget,
): Promise<SelectedStudent> {
  const { model, judge } = trained;
  const progress = (done: number, total: number, note: string): void =>
    session.context.onProgress({
      model: model.name,
      stage: 'retrain',
      target: target.name,
      done,
      total,
      note,
    });
  for (const { assignment } of finalists)
    progress(0, 1, assignment.chosen.join(', ') || 'the teacher as it is');
  const students = await Promise.all(
    finalists.map(async (choice, index) => ({
      assembled: choice.student,
      polished: await polishStudent(session, trained, choice, `polish-${target.name}-${index}`),
    })),
  );
  const { selected, ...won } = await successiveHalving(
    session,
    retraining,
    judge,
    trained.teacher.graph,
    students,
    progress,
  );
  return { choice: finalists[selected], ...won, qualities: trained.qualities };
}

/** The student measured whole, as it is emitted. */
export async function finishTarget(
  session: BuildSession,
  trained: Trained,
  searched: SearchedTarget,
  selected: SelectedStudent,
): Promise<TargetResult> {
  const { target, lowering } = searched;
  const inPrecision = { ...trained, lowering };
  const result = await entryOf(session, inPrecision, target, selected);
  const report = await recordTarget(session, inPrecision, searched, selected.choice, selected.student);
  session.context.onProgress({
    model: trained.model.name,
    stage: 'emit',
    target: target.name,
    done: 0,
    total: 1,
    note: `${result.artifact.entry.latencyMs.student.toFixed(3)} ms`,
  });
  return { ...result, report };
}

/**
 * Latency of single alternatives is measured only where a budget limits it. Costs are those of the teacher in the
 * precision in question, budgets what they are of the teacher as it was given.
 */
async function measure(
  session: BuildSession,
  trained: Trained,
  target: TargetPlan,
): Promise<{
  latencies: ReadonlyMap<string, AloneLatency>;
  teacherCosts: Costs;
  budgets: readonly BudgetPlan[];
}> {
  const { model, teacher, teacherFileBytes, alternatives, lowering } = trained;
  const latencies = demandOf(target).metrics.includes('latency')
    ? await measureLatencies(session, target, teacher, alternatives, model.name, lowering)
    : new Map<string, AloneLatency>();
  const { student, teacherMs } = await costsOf(session, target, teacher, teacher.graph);
  const unreplaced: Costs = { ...student, size: teacherFileBytes };
  const given: Costs = { ...unreplaced, latency: teacherMs };
  if (lowering === FLOAT32)
    return { latencies, teacherCosts: unreplaced, budgets: budgetsLeft(target.budgets, given, 0) };
  const lowered = await lowering.network(teacher.graph);
  const { student: teacherCosts } = await costsOf(session, target, teacher, teacher.graph, { lowered });
  const { quality, teacherValue } = trained.judge;
  const lost = quality.loss(teacherValue, await trained.judge.of(lowered));
  return { latencies, teacherCosts, budgets: budgetsLeft(target.budgets, given, lost) };
}

/** Budgets as absolute limits, quality less what is lost already. */
const budgetsLeft = (budgets: readonly BudgetPlan[], teacher: Costs, lost: number): BudgetPlan[] =>
  budgets.map((budget): BudgetPlan => {
    const { metric, limit, unit } = budget;
    if (metric === 'qualityDrop') return { ...budget, limit: Math.max(0, limit - Math.max(0, lost)) };
    return unit === 'ratio' ? { ...budget, limit: limit * teacher[metric], unit: 'absolute' } : budget;
  });

async function entryOf(
  session: BuildSession,
  trained: Trained,
  target: TargetPlan,
  { choice, student, steps, qualities }: SelectedStudent,
): Promise<Omit<TargetResult, 'report'>> {
  const { model, teacher, judge, lowering } = trained;
  const lowered = await lowering.network(student);
  const value = lowering === FLOAT32 ? steps.retrained : await judge.of(lowered);
  const tied = await tiedStudent(session, teacher, lowered);
  if (tied !== undefined)
    session.context.onWarning(
      `${model.name}: the student of target '${target.name}' takes only ${model.input.size?.join(' x ')}, though the teacher takes other sizes: ${tied}`,
    );
  const bytes = emitted(tied === undefined ? teacher : { ...teacher, openSizes: undefined }, lowered);
  const fault = await faultOnDevice(session, target, trained, bytes);
  if (fault !== undefined)
    session.context.onWarning(
      `${model.name}: the student of target '${target.name}' gives other outputs there than here, so its quality is not known: ${fault}`,
    );
  // A fixed size makes no operator slower: what search has measured, and what a profile has, stays.
  const costing = await costsOf(session, target, teacher, student, { lowered });
  const { teacherMs, predicted } = costing;
  const costs: Costs = { ...costing.student, size: bytes.length };
  const teacherCosts: Costs = {
    latency: teacherMs,
    ...exactCosts(teacher.graph, trained.teacherFileBytes),
  };
  const isAsked = target.budgets.some(({ metric }) => metric === 'qualityDrop');
  const bound = isAsked ? undefined : defaultBound(judge, value);
  const unasked = bound === undefined || bound.met ? [] : [bound];
  const budgets = [
    ...costLimits(target.budgets, teacherCosts).map(({ metric, limit }) => ({
      metric: metric as string,
      limit,
      value: costs[metric],
    })),
    ...target.budgets
      .filter(({ metric }) => metric === 'qualityDrop')
      .map(({ metric, limit }) => ({
        metric: metric as string,
        limit,
        value: judge.quality.loss(judge.teacherValue, value),
      })),
  ]
    .map((budget) => ({ ...budget, met: budget.value <= budget.limit }))
    .concat(unasked)
    .sort((a, b) => (a.metric < b.metric ? -1 : 1));
  const entry: TargetEntry = {
    name: target.name,
    runtime: target.runtime,
    threads: target.threads,
    precision: lowering.precision,
    sha256: sha256(bytes),
    sizeBytes: bytes.length,
    macs: costs.macs,
    parameters: costs.parameters,
    latencyMs: { teacher: teacherMs, student: costs.latency, ...(predicted && { predicted }) },
    quality: { metric: judge.quality.metric, value, samples: judge.samples.count },
    qualityBySteps: { ...steps, retrained: value },
    budgets,
    replacements: choice.chosen
      .map(({ alternative, nmse }) => ({
        from: alternative.replaces.from,
        to: alternative.replaces.to,
        alternative: alternative.id,
        nmse: Math.min(nmse.start, nmse.solved, nmse.trained),
        iacc: qualities.get(alternative.id)!.iacc,
      }))
      .sort((a, b) => (a.alternative < b.alternative ? -1 : 1)),
  };
  const missed = budgets
    .filter(({ met }) => !met)
    .map(({ metric, limit, value: got }) => ({
      model: model.name,
      target: target.name,
      metric,
      limit,
      value: got,
      onMiss: target.onMiss,
    }));
  return { artifact: { model: model.name, target: target.name, bytes, entry }, missed };
}
