import type { ModelData } from 'highs';
import type { CostMetric } from '../config/metrics.js';
import type { ForbiddenSets } from './forbidden.js';
import type { PreparedProblem } from './prepared.js';
import { coverRows, forbiddenRows, limitRows, pairRows, type Row } from './program-rows.js';

/**
 * What is minimised: the loss (and ties) or a cost under the limits, the passing of the limits, or the loss while
 * passing no further.
 */
export type ProgramGoal =
  | { readonly minimise: 'loss' }
  | { readonly minimise: 'cost'; readonly metric: CostMetric }
  | { readonly minimise: 'violation' }
  | { readonly minimise: 'loss'; readonly violationAtMost: number };

/** Largest term of the objective; the solver's absolute tolerance is 1e-6, the tie-break is 1e-3 a replacement. */
const largestTerm = 1e4;
const tieBreak = 1e-3;

/** One unit of loss in the objective. */
export function lossScale({ loss, pairLosses }: PreparedProblem): number {
  const terms = [...loss, ...pairLosses.pairs.map((pair) => pair.loss)];
  return scaleOf(terms);
}

/**
 * The choice as a 0-1 program: one column a candidate, one a pair that interacts, then (unless the limits hold) one a
 * constraint for how far it is passed. Ties go to fewer, then cheaper, then earlier candidates.
 *
 * @param forbidden sets besides those of `excluded` that may not be the answer.
 */
export function integerProgram(
  prepared: PreparedProblem,
  excluded: ForbiddenSets,
  forbidden: readonly (readonly number[])[],
  aim: ProgramGoal,
): ModelData {
  const { count, base, pairLosses } = prepared;
  const isPassing = aim.minimise === 'violation' || 'violationAtMost' in aim;
  const firstExcess = count + pairLosses.pairs.length;
  const columns = firstExcess + (isPassing ? base.length : 0);
  const limits = limitRows(prepared);
  const rows: Row[] = [
    ...coverRows(prepared),
    ...(isPassing ? limits.map((row, at) => eased(row, firstExcess + at)) : limits),
    ...pairRows(prepared),
    ...forbiddenRows(prepared, [...excluded.sets, ...forbidden], excluded),
  ];
  if ('violationAtMost' in aim) {
    const excess = base.map((_, constraint) => firstExcess + constraint);
    rows.push({ indices: excess, values: excess.map(() => 1), upper: aim.violationAtMost });
  }
  let stored = 0;
  return {
    numCols: columns,
    numRows: rows.length,
    colCost: [...objective(prepared, aim), ...(isPassing ? base.map(() => excessCost(aim)) : [])],
    colLower: new Float64Array(columns),
    colUpper: Array.from({ length: columns }, (_, column) =>
      column < firstExcess ? 1 : Number.POSITIVE_INFINITY,
    ),
    rowLower: rows.map(() => Number.NEGATIVE_INFINITY),
    rowUpper: rows.map(({ upper }) => upper),
    integrality: Array.from({ length: columns }, (_, column) => (column < count ? 1 : 0)),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns,
      starts: [0, ...rows.map(({ indices }) => (stored += indices.length))],
      indices: rows.flatMap(({ indices }) => indices),
      values: rows.flatMap(({ values }) => values),
    },
  };
}

const eased = ({ indices, values, upper }: Row, excess: number): Row => ({
  indices: [...indices, excess],
  values: [...values, -1],
  upper,
});

const excessCost = (aim: ProgramGoal): number => (aim.minimise === 'violation' ? 1 : 0);

/** Of the candidates, then of the pairs. */
function objective(prepared: PreparedProblem, aim: ProgramGoal): number[] {
  const { problem, count, loss, step, pairLosses } = prepared;
  const noPair = pairLosses.pairs.map(() => 0);
  if (aim.minimise === 'violation') return [...loss].map(() => 0).concat(noPair);
  if (aim.minimise === 'cost') {
    const deltas = problem.candidates.map(({ delta }) => delta[aim.metric]);
    const scale = scaleOf(deltas);
    return [...deltas.map((delta) => delta * scale), ...noPair];
  }
  const scale = lossScale(prepared);
  return [
    ...[...loss].map((alone, column) => {
      const added = step.reduce((sum, row) => sum + row[column], 0) / Math.max(step.length, 1);
      const tie = 1 + 0.25 * Math.min(Math.max(added, -1), 1) + (0.05 * column) / count;
      return alone * scale + tieBreak * tie;
    }),
    ...pairLosses.pairs.map((pair) => pair.loss * scale),
  ];
}

const scaleOf = (terms: readonly number[]): number =>
  largestTerm / (terms.reduce((most, term) => Math.max(most, Math.abs(term)), 0) || largestTerm);
