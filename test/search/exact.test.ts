import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { rngOf } from '../../src/random.js';
import { searchExact } from '../../src/search/exact.js';
import type { SearchProblem } from '../../src/search/problem.js';
import { bruteForce } from './brute-force.js';
import { type RandomProblemOptions, randomProblem } from './random-problem.js';

const cases: Record<string, Omit<RandomProblemOptions, 'candidates' | 'nodes'>> = {
  'one budget, latency 70%': { limits: { latency: 0.7 } },
  'one tight budget, latency 40%': { limits: { latency: 0.4 } },
  'size and MACs': { limits: { size: 0.7, macs: 0.6 } },
  'four budgets': { limits: { latency: 0.7, size: 0.7, parameters: 0.75, macs: 0.65 } },
  'latency within a quality drop': { limits: { latency: 0.8 }, maxQualityLoss: 0.02 },
  'out of reach: latency 5%': { limits: { latency: 0.05 } },
  'latency 50% within an impossible quality drop': { limits: { latency: 0.5 }, maxQualityLoss: 0.001 },
};

for (const [name, options] of Object.entries(cases)) {
  test(`exact is the optimum of all sets: ${name}`, async () => {
    for (let seed = 0; seed < 4; seed++) {
      const problem = randomProblem(rngOf(seed, name), { candidates: 12, nodes: 10, span: 0.4, ...options });
      const sets = bruteForce(problem, 0);
      const [best] = sets;
      const found = await searchExact(problem);
      assert.is(found.feasible, best.violation === 0);
      assert.ok(found.optimal);
      assert.is(found.gap, 0);
      const reached = sets.find(({ ids }) => ids.join() === found.chosen.join());
      assert.ok(reached, 'the chosen set has disjoint members');
      assert.ok(
        Math.abs(reached.violation - best.violation) < 1e-7,
        `${reached.violation} ${best.violation}`,
      );
      assert.ok(Math.abs(found.qualityLoss - best.loss) < 1e-7, `${found.qualityLoss} ${best.loss}`);
      if (best.violation === 0) assert.is(found.chosen.length, best.count);
    }
  });
}

test('exact with minLoss below 0 takes gains for real, and is still the optimum', async () => {
  for (let seed = 0; seed < 4; seed++) {
    const problem = randomProblem(rngOf(seed, 'gains'), {
      candidates: 12,
      nodes: 10,
      limits: { latency: 0.9 },
    });
    const [best] = bruteForce(problem, -0.0005);
    const found = await searchExact(problem, { minLoss: -0.0005 });
    assert.ok(Math.abs(found.qualityLoss - best.loss) < 1e-7, `${found.qualityLoss} ${best.loss}`);
  }
});

test('the answers so far forbidden give the next best, in order, until none is left', async () => {
  const problem = randomProblem(rngOf(7, 'next'), {
    candidates: 8,
    nodes: 8,
    span: 0.5,
    limits: { macs: 0.8 },
  });
  const expected = bruteForce(problem, 0).filter(({ violation }) => violation === 0);
  assert.ok(expected.length > 5);
  const forbidden: (readonly string[])[] = [];
  for (const { loss } of expected) {
    const found = await searchExact(problem, { forbidden });
    assert.ok(found.feasible);
    assert.ok(Math.abs(found.qualityLoss - loss) < 1e-7, `${found.qualityLoss} ${loss}`);
    assert.not.ok(forbidden.some((ids) => ids.join() === found.chosen.join()));
    forbidden.push(found.chosen);
  }
  assert.not.ok((await searchExact(problem, { forbidden })).feasible);
});

test('when every set is forbidden, the teacher comes back as infeasible', async () => {
  const problem: SearchProblem = { ...small([]), requirements: [] };
  assert.ok((await searchExact(problem)).feasible);
  const none = await searchExact(problem, { forbidden: [[]] });
  assert.equal([none.chosen, none.feasible, none.optimal], [[], false, false]);
});

test('no candidate: the teacher, feasible only when it meets the budget by itself', async () => {
  const loose = await searchExact({ ...small([]), requirements: [{ metric: 'latency', limit: 10 }] });
  assert.equal([loose.chosen, loose.feasible, loose.optimal], [[], true, true]);
  const tight = await searchExact({ ...small([]), requirements: [{ metric: 'latency', limit: 9.99 }] });
  assert.not.ok(tight.feasible);
});

test('a budget that the teacher meets leaves it untouched, whatever gains are measured', async () => {
  const gain = { ...candidate('a', [0], -5), qualityLoss: -0.01 };
  const found = await searchExact({ ...small([gain]), requirements: [{ metric: 'latency', limit: 10 }] });
  assert.equal(found.chosen, []);
});

test('a limit met to the byte is met, one byte less is not', async () => {
  const big = { latency: 10, size: 10_000_000, parameters: 1000, macs: 1000 };
  const cut = {
    ...candidate('a', [0], -1),
    delta: { latency: -1, size: -3_333_333, parameters: 0, macs: 0 },
  };
  const at = (limit: number): SearchProblem => ({
    candidates: [cut],
    teacher: big,
    requirements: [{ metric: 'size', limit }],
  });
  assert.ok((await searchExact(at(6_666_667))).feasible);
  const under = await searchExact(at(6_666_666));
  assert.not.ok(under.feasible);
  assert.equal(under.chosen, ['a'], 'the nearest');
});

test('ties: fewer replacements before more, then cheaper, then the first id', async () => {
  const problem = small([candidate('a', [0], -2), candidate('b', [1], -2), candidate('c', [0, 1], -4)]);
  assert.equal((await searchExact(problem)).chosen, ['c']);
  const cheaper = small([candidate('a', [0], -4), candidate('b', [1], -6)]);
  assert.equal((await searchExact(cheaper)).chosen, ['b']);
  const same = small([candidate('a', [0], -4), candidate('b', [1], -4), candidate('c', [2], -4)]);
  assert.equal((await searchExact(same)).chosen, ['a']);
});

test('a limit of 0 MACs is reachable and no division by zero', async () => {
  const all = { ...candidate('a', [0], -1), delta: { latency: 0, size: 0, parameters: 0, macs: -100 } };
  const found = await searchExact({ ...small([all]), requirements: [{ metric: 'macs', limit: 0 }] });
  assert.equal([found.chosen, found.feasible], [['a'], true]);
});

test('the same problem twice gives the same assignment; the predicted costs are the sums', async () => {
  const problem = randomProblem(rngOf(3, 'same'), {
    candidates: 60,
    nodes: 40,
    limits: { latency: 0.5, size: 0.5 },
  });
  const first = await searchExact(problem);
  assert.equal(await searchExact(problem), first);
  for (const metric of ['latency', 'size', 'parameters', 'macs'] as const) {
    const sum = problem.candidates
      .filter(({ id }) => first.chosen.includes(id))
      .reduce((total, { delta }) => total + delta[metric], problem.teacher[metric]);
    assert.ok(Math.abs(sum - first.predicted[metric]) < 1e-6 * problem.teacher[metric]);
  }
});

test('too few nodes to prove the optimum: a feasible answer that does not claim to be optimal, with its gap', async () => {
  const problem = randomProblem(rngOf(0, 'gap'), {
    candidates: 100,
    nodes: 60,
    limits: { latency: 0.5, size: 0.6, macs: 0.6 },
  });
  const proven = await searchExact(problem);
  const found = await searchExact(problem, { maxNodes: 0 });
  assert.ok(proven.optimal && found.feasible);
  assert.not.ok(found.optimal);
  assert.ok(found.qualityLoss >= proven.qualityLoss - 1e-7);
  if (found.gap !== undefined) assert.ok(found.qualityLoss - found.gap <= proven.qualityLoss + 1e-6);
});

test('300 candidates over 150 nodes are proven optimal', async () => {
  const problem = randomProblem(rngOf(1, 'large'), {
    candidates: 300,
    nodes: 150,
    limits: { latency: 0.5, size: 0.6 },
  });
  const found = await searchExact(problem);
  assert.ok(found.optimal && found.feasible);
});

for (const [name, broken] of [
  ['latency NaN', { delta: { latency: Number.NaN, size: 0, parameters: 0, macs: 0 } }],
  ['quality loss NaN', { qualityLoss: Number.NaN }],
  ['latency infinite', { delta: { latency: Number.POSITIVE_INFINITY, size: 0, parameters: 0, macs: 0 } }],
] as const) {
  test(`a candidate with ${name} is refused by name`, async () => {
    try {
      await searchExact(small([{ ...candidate('broken', [0], -1), ...broken }]));
      assert.unreachable();
    } catch (error) {
      assert.instance(error, BespokeError);
      assert.is((error as BespokeError).code, 'SEARCH_NOT_FINITE');
      assert.match((error as BespokeError).message, /broken/);
    }
  });
}

function candidate(id: string, nodes: number[], latency: number) {
  return { id, nodes, delta: { latency, size: 0, parameters: 0, macs: 0 }, qualityLoss: 0.01 };
}

function small(candidates: SearchProblem['candidates']): SearchProblem {
  return {
    candidates,
    teacher: { latency: 10, size: 1000, parameters: 250, macs: 100 },
    requirements: [{ metric: 'latency', limit: 6 }],
  };
}

test.run();
