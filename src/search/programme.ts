import type { ModelData } from 'highs';
import type { PreparedProblem } from './prepared.js';

/** What is minimised: the loss (and ties) under the limits, the passing of the limits, or the loss while passing no further. */
export type Aim =
  | { readonly minimise: 'loss' }
  | { readonly minimise: 'violation' }
  | { readonly minimise: 'loss'; readonly violationAtMost: number };

interface Row {
  readonly indices: readonly number[];
  readonly values: readonly number[];
  readonly upper: number;
}

/** Largest loss in the objective; the solver's absolute tolerance is 1e-6, the tie-break is 1e-3 a replacement. */
const largestLoss = 1e4;
const tieBreak = 1e-3;

/** One unit of loss in the objective. */
export function lossScale({ loss }: PreparedProblem): number {
  return largestLoss / (loss.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || largestLoss);
}

/**
 * The choice as a 0-1 programme: one column a candidate, then (unless the limits hold) one column a constraint for how far
 * it is passed. Rows: every teacher node replaced at most once, the constraints, and a no-good cut
 * `sum(in the set) - sum(others) <= size - 1` for every forbidden set. Ties go to fewer, then cheaper, then earlier candidates.
 */
export function programme(
  prepared: PreparedProblem,
  forbidden: readonly (readonly number[])[],
  aim: Aim,
): ModelData {
  const { count, base, step } = prepared;
  const passing = aim.minimise === 'violation' || 'violationAtMost' in aim;
  const columns = passing ? count + base.length : count;
  const all = Array.from({ length: count }, (_, index) => index);
  const rows: Row[] = coverRows(prepared);
  base.forEach((used, constraint) => {
    const indices = all.filter((index) => step[constraint][index] !== 0);
    const values = indices.map((index) => step[constraint][index]);
    rows.push({
      indices: passing ? [...indices, count + constraint] : indices,
      values: passing ? [...values, -1] : values,
      upper: 1 - used,
    });
  });
  for (const set of forbidden) {
    rows.push({
      indices: all,
      values: all.map((index) => (set.includes(index) ? 1 : -1)),
      upper: set.length - 1,
    });
  }
  const excess = base.map((_, constraint) => count + constraint);
  if ('violationAtMost' in aim) {
    rows.push({ indices: excess, values: excess.map(() => 1), upper: aim.violationAtMost });
  }
  let stored = 0;
  return {
    numCols: columns,
    numRows: rows.length,
    colCost: Array.from({ length: columns }, (_, column) => cost(prepared, aim, column)),
    colLower: new Float64Array(columns),
    colUpper: Array.from({ length: columns }, (_, column) => (column < count ? 1 : Number.POSITIVE_INFINITY)),
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

function cost(prepared: PreparedProblem, aim: Aim, column: number): number {
  const isCandidate = column < prepared.count;
  if (aim.minimise === 'violation') return isCandidate ? 0 : 1;
  if (!isCandidate) return 0;
  const added =
    prepared.step.reduce((sum, step) => sum + step[column], 0) / Math.max(prepared.step.length, 1);
  const rank = column / prepared.count;
  const tie = 1 + 0.25 * Math.min(Math.max(added, -1), 1) + 0.05 * rank;
  return prepared.loss[column] * lossScale(prepared) + tieBreak * tie;
}

/** One row for every largest set of candidates that replace the same node. */
function coverRows({ problem }: PreparedProblem): Row[] {
  const covering = new Map<number, number[]>();
  problem.candidates.forEach(({ nodes }, index) => {
    for (const node of new Set(nodes)) covering.set(node, [...(covering.get(node) ?? []), index]);
  });
  const distinct = new Map([...covering.values()].map((indices) => [indices.join(), indices]));
  const sets = [...distinct.values()].filter((indices) => indices.length > 1);
  return sets.map((indices) => ({ indices, values: indices.map(() => 1), upper: 1 }));
}
