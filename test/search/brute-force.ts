import type { SearchProblem } from '../../src/search/problem.js';

export interface Optimum {
  readonly violation: number;
  readonly loss: number;
  readonly count: number;
  readonly ids: readonly string[];
}

/**
 * All sets of disjoint candidates, best first (violation, loss, count); written from the definition, shares no code
 * with src/.
 */
export function bruteForce(problem: SearchProblem, minLoss: number): Optimum[] {
  const found: Optimum[] = [];
  const visit = (index: number, chosen: readonly number[], used: ReadonlySet<number>) => {
    if (index === problem.candidates.length) {
      found.push(judge(problem, chosen, minLoss));
      return;
    }
    visit(index + 1, chosen, used);
    const { nodes } = problem.candidates[index];
    if (nodes.every((node) => !used.has(node))) {
      visit(index + 1, [...chosen, index], new Set([...used, ...nodes]));
    }
  };
  visit(0, [], new Set());
  const close = (a: number, b: number) => Math.abs(a - b) < 1e-9;
  return found.sort((a, b) => {
    if (!close(a.violation, b.violation)) return a.violation - b.violation;
    return close(a.loss, b.loss) ? a.count - b.count : a.loss - b.loss;
  });
}

function judge(problem: SearchProblem, chosen: readonly number[], minLoss: number): Optimum {
  const picked = chosen.map((index) => problem.candidates[index]);
  const lossOf = (index: number) => Math.max(problem.candidates[index].qualityLoss, minLoss);
  let loss = chosen.reduce((sum, index) => sum + lossOf(index), 0);
  for (const first of chosen) {
    for (const second of chosen) {
      if (first < second) loss += interaction(problem, first, second, lossOf(first) + lossOf(second));
    }
  }
  let violation = 0;
  for (const { metric, limit } of problem.requirements) {
    const value = picked.reduce((sum, { delta }) => sum + delta[metric], problem.teacher[metric]);
    violation += Math.max(0, value / limit - 1 - 1e-9);
  }
  const { maxQualityLoss } = problem;
  if (maxQualityLoss !== undefined) violation += Math.max(0, loss / maxQualityLoss - 1 - 1e-9);
  return {
    violation: violation < 1e-8 ? 0 : violation,
    loss,
    count: picked.length,
    ids: picked.map(({ id }) => id).sort(),
  };
}

function interaction(problem: SearchProblem, first: number, second: number, both: number): number {
  const ids = [problem.candidates[first].id, problem.candidates[second].id].sort().join();
  const sum = (problem.interactions ?? [])
    .filter((each) => [...each.ids].sort().join() === ids)
    .reduce((total, { loss }) => total + loss, 0);
  return Math.max(sum, -Math.max(0, both));
}
