import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rngOf } from '../../src/random.js';
import { createWorkers } from '../../src/runtime/workers.js';
import { curveTask } from '../../src/search/curve-task.js';
import type { Assignment, SearchProblem } from '../../src/search/problem.js';
import { search } from '../../src/search/search.js';
import { searchTask } from '../../src/search/search-task.js';
import { searchSeveral } from '../../src/search/several.js';
import { severalTask } from '../../src/search/several-task.js';
import { tradeOffCurve } from '../../src/search/trade-off-curve.js';
import { bruteForce } from './brute-force.js';
import { randomProblem } from './random-problem.js';

/** From the definition. */
function distanceOf(first: readonly string[], second: readonly string[], weight: (id: string) => number) {
  const sum = (ids: Iterable<string>) => [...ids].reduce((total, id) => total + weight(id), 0);
  const both = sum(new Set([...first, ...second]));
  return both === 0 ? 0 : 1 - sum(first.filter((id) => second.includes(id))) / both;
}

for (const by of ['ids', 'nodes'] as const) {
  for (const distance of [0, 0.3, 0.7, 1]) {
    for (const interacting of [0, 0.4]) {
      test(`several at ${distance} by ${by}, interactions ${interacting}: each the best that is far enough from all before`, async () => {
        const problem = randomProblem(rngOf(5, 'several'), {
          candidates: 10,
          nodes: 12,
          span: 0.3,
          limits: { latency: 0.8 },
          interacting,
        });
        const nodes = new Map(problem.candidates.map((each) => [each.id, each.nodes.length]));
        const weight = (id: string) => (by === 'ids' ? 1 : nodes.get(id)!);
        const found = await searchSeveral(problem, 4, { distance, by });
        let left = bruteForce(problem, 0).filter(({ violation }) => violation === 0);
        for (const { chosen, qualityLoss, feasible, optimal } of found) {
          assert.equal([feasible, optimal], [true, true]);
          assert.ok(
            left.some(({ ids }) => ids.join() === chosen.join()),
            'far enough',
          );
          assert.ok(Math.abs(qualityLoss - left[0].loss) < 1e-7, `${qualityLoss} ${left[0].loss}`);
          left = left.filter(({ ids }) => {
            const isOther = ids.join() !== chosen.join();
            return isOther && distanceOf(ids, chosen, weight) >= distance - 1e-9;
          });
        }
        if (found.length < 4) assert.is(left.length, 0, 'ends early only when none is left');
      });
    }
  }
}

test('a teacher within the limits is one of the answers, once', async () => {
  const problem = randomProblem(rngOf(1, 'loose'), { candidates: 6, nodes: 8, limits: { latency: 1 } });
  const found = await searchSeveral(problem, 3);
  assert.equal(found[0].chosen, []);
  assert.ok(found.slice(1).every(({ chosen }) => chosen.length > 0));
});

test('out of reach: the nearest, alone; none asked for: none', async () => {
  const problem = randomProblem(rngOf(1, 'far'), { candidates: 6, nodes: 8, limits: { latency: 0.01 } });
  const found = await searchSeveral(problem, 3);
  assert.equal([found.length, found[0].feasible], [1, false]);
  assert.equal(await searchSeveral(problem, 0), []);
});

test('as worker tasks the answers are the same as here', async () => {
  const problem: SearchProblem = randomProblem(rngOf(8, 'task'), {
    candidates: 12,
    nodes: 12,
    limits: { latency: 0.7 },
    interacting: 0.2,
  });
  const workers = createWorkers({ workers: 1 });
  try {
    const options = { anneal: { steps: 1000 } };
    for (const strategy of ['exact', 'anneal'] as const) {
      const job = { strategy, problem, seed: 3, labels: ['search', 1], options };
      const there = await workers.run<Assignment>(searchTask, job);
      assert.equal(there, await search(strategy, problem, rngOf(3, 'search', 1), options));
    }
    const several = await workers.run(severalTask, { problem, count: 2 });
    assert.equal(several, await searchSeveral(problem, 2));
    const curve = await workers.run(curveTask, { problem, metric: 'latency', options: { limits: 4 } });
    assert.equal(curve, await tradeOffCurve(problem, 'latency', { limits: 4 }));
  } finally {
    await workers.close();
  }
});

test.run();
