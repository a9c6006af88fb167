import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rngOf } from '../../src/random.js';
import { assignmentOf } from '../../src/search/assignment.js';
import { greedy } from '../../src/search/greedy.js';
import { searchPaper } from '../../src/search/paper.js';
import { prepare } from '../../src/search/prepared.js';
import type { Assignment, Candidate, SearchProblem } from '../../src/search/problem.js';
import { paperScore } from '../../src/search/score.js';
import { search } from '../../src/search/search.js';
import { randomProblem } from './random-problem.js';

const everyGain = Number.NEGATIVE_INFINITY;
const candidate = (id: string, nodes: number[], latency: number, qualityLoss: number): Candidate => ({
  id,
  nodes,
  delta: { latency, size: -100, parameters: 0, macs: 0 },
  qualityLoss,
});
const base: SearchProblem = {
  candidates: [
    candidate('a', [0, 1], -4, 0.05),
    candidate('b', [1, 2], -6, 0.3),
    candidate('c', [3], -2, -0.02),
  ],
  teacher: { latency: 20, size: 1000, parameters: 0, macs: 0 },
  requirements: [{ metric: 'latency', limit: 10 }],
};

test('the score by hand: -(max(T/target, 1) + 0.1 * lost iacc)', () => {
  const prepared = prepare(base, everyGain);
  const close = (actual: number, expected: number) =>
    assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`);
  close(paperScore(prepared, [], 0.1), -2);
  close(paperScore(prepared, [0], 0.1), -(1.6 + 0.005));
  close(paperScore(prepared, [1, 2], 0.1), -(1.2 + 0.028));
});

test('under the target the ratio stays 1: only quality counts', () => {
  const prepared = prepare({ ...base, requirements: [{ metric: 'latency', limit: 30 }] }, everyGain);
  assert.is(paperScore(prepared, [], 0.1), -1);
  assert.ok(Math.abs(paperScore(prepared, [0, 2], 0.1) + 1.003) < 1e-12);
});

test('several requirements are the sum of their ratios, the quality drop among them', () => {
  const requirements = [
    { metric: 'latency', limit: 10 },
    { metric: 'size', limit: 500 },
  ] as const;
  const prepared = prepare({ ...base, requirements, maxQualityLoss: 0.1 }, everyGain);
  assert.ok(Math.abs(paperScore(prepared, [1], 0.1) + (1.4 + 1.8 + 3 + 0.03)) < 1e-12);
});

test('greedy by hand: b for its latency, then c which fits, not a which overlaps b', () => {
  assert.equal(greedy(prepare(base, everyGain), 0.1), [1, 2]);
});

test('greedy stops when an addition no longer improves the score', () => {
  const loose = prepare({ ...base, requirements: [{ metric: 'latency', limit: 20 }] }, everyGain);
  assert.equal(greedy(loose, 0.1), [2], 'only the gain of c');
});

test('searchPaper never scores lower than its greedy start, and usually higher', () => {
  let higher = 0;
  for (let seed = 0; seed < 10; seed++) {
    const problem = randomProblem(rngOf(seed, 'p'), {
      candidates: 60,
      nodes: 40,
      limits: { latency: 0.5, size: 0.5 },
    });
    const prepared = prepare(problem, everyGain);
    const indexOf = new Map(problem.candidates.map(({ id }, index) => [id, index]));
    const score = ({ chosen }: Assignment) =>
      paperScore(
        prepared,
        chosen.map((id) => indexOf.get(id)!),
        0.1,
      );
    const start = score(assignmentOf(prepared, greedy(prepared, 0.1)));
    const found = score(searchPaper(problem, rngOf(seed, 'paper'), { iterations: 1000 }));
    assert.ok(found >= start - 1e-12);
    if (found > start + 1e-9) higher++;
  }
  assert.ok(higher >= 5, `${higher} of 10`);
});

test('0 iterations are the greedy start; the same seed gives the same assignment, another seed may not', () => {
  const problem = randomProblem(rngOf(3, 'p'), { candidates: 80, nodes: 40, limits: { latency: 0.5 } });
  const prepared = prepare(problem, everyGain);
  const start = assignmentOf(prepared, greedy(prepared, 0.1));
  assert.equal(searchPaper(problem, rngOf(0, 'x'), { iterations: 0 }), start);
  const runs = [1, 1, 2, 3, 4].map((seed) => searchPaper(problem, rngOf(seed, 'x'), { iterations: 300 }));
  assert.equal(runs[0], runs[1]);
  assert.ok(new Set(runs.map(({ chosen }) => chosen.join())).size > 1);
});

test('its replacements are disjoint', () => {
  for (let seed = 0; seed < 5; seed++) {
    const problem = randomProblem(rngOf(seed, 'd'), { candidates: 80, nodes: 30, limits: { macs: 0.3 } });
    const { chosen } = searchPaper(problem, rngOf(seed, 'paper'), { iterations: 500 });
    const nodes = problem.candidates
      .filter(({ id }) => chosen.includes(id))
      .flatMap((picked) => picked.nodes);
    assert.is(new Set(nodes).size, nodes.length);
  }
});

test('nothing to choose from: the teacher', () => {
  const found = searchPaper({ ...base, candidates: [] }, rngOf(1), { iterations: 10 });
  assert.equal([found.chosen, found.feasible, found.qualityLoss], [[], false, 0]);
});

for (const strategy of ['exact', 'anneal', 'paper'] as const) {
  test(`search('${strategy}') takes what the strategy's own options say`, async () => {
    const problem = randomProblem(rngOf(9, 'p'), { candidates: 30, nodes: 20, limits: { latency: 0.7 } });
    const options = { paper: { iterations: 500 }, anneal: { steps: 2000 }, exact: { minLoss: 0 } };
    const found = await search(strategy, problem, rngOf(1, strategy), options);
    assert.ok(found.feasible);
    assert.is(found.optimal, strategy === 'exact');
    assert.equal(await search(strategy, problem, rngOf(1, strategy), options), found);
  });
}

test.run();
