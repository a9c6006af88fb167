import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { rngOf } from '../../src/random.js';
import { searchExact } from '../../src/search/exact.js';
import type { Candidate, SearchProblem } from '../../src/search/problem.js';
import { search } from '../../src/search/search.js';
import { bruteForce, type Optimum } from './brute-force.js';
import { type RandomProblemOptions, randomProblem } from './random-problem.js';

const cases: Record<string, Omit<RandomProblemOptions, 'candidates' | 'nodes'>> = {
  'one budget': { limits: { latency: 0.7 } },
  'a tight budget': { limits: { latency: 0.45 } },
  'two budgets': { limits: { size: 0.7, macs: 0.6 } },
  'a quality drop that interactions use up': { limits: { latency: 0.7 }, maxQualityLoss: 0.015 },
  'an impossible quality drop': { limits: { latency: 0.5 }, maxQualityLoss: 0.001 },
  'out of reach': { limits: { latency: 0.05 } },
};
const strategies = ['exact', 'anneal', 'paper'] as const;
const options = { anneal: { steps: 10_000 }, paper: { iterations: 300, minLoss: 0 } };

for (const [name, limits] of Object.entries(cases)) {
  test(`property: with interactions exact equals brute force, all strategies tell the truth: ${name}`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1_000_000),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        async (seed, share) => {
          const size = { candidates: 11, nodes: 10, span: 0.4, interacting: share };
          const problem = randomProblem(rngOf(seed, 'pairs'), { ...size, ...limits });
          const sets = bruteForce(problem, 0);
          const byIds = new Map(sets.map((set) => [set.ids.join(), set]));
          for (const strategy of strategies) {
            const found = await search(strategy, problem, rngOf(seed, strategy), options);
            const truth = byIds.get(found.chosen.join());
            assert.ok(truth, `${strategy}: disjoint`);
            assert.ok(Math.abs(found.qualityLoss - truth.loss) < 1e-9, `${strategy}: ${found.qualityLoss}`);
            assert.is(found.feasible, truth.violation === 0, strategy);
            if (strategy === 'exact') isOptimum(found.optimal, truth, sets[0]);
            else if (found.feasible) assert.ok(truth.loss >= sets[0].loss - 1e-9);
          }
        },
      ),
      { numRuns: 5, seed: 3 },
    );
  });
}

function isOptimum(isProven: boolean, truth: Optimum, best: Optimum): void {
  assert.ok(isProven);
  assert.ok(Math.abs(truth.violation - best.violation) < 1e-7, `${truth.violation} ${best.violation}`);
  assert.ok(Math.abs(truth.loss - best.loss) < 1e-7, `${truth.loss} ${best.loss}`);
}

const candidate = (id: string, node: number, qualityLoss: number): Candidate => ({
  id,
  nodes: [node],
  delta: { latency: -3, size: 0, parameters: 0, macs: 0 },
  qualityLoss,
});
const three: SearchProblem = {
  candidates: [candidate('a', 0, 0.01), candidate('b', 1, 0.01), candidate('c', 2, 0.02)],
  teacher: { latency: 10, size: 1000, parameters: 250, macs: 100 },
  requirements: [{ metric: 'latency', limit: 5 }],
};

for (const strategy of strategies) {
  test(`${strategy}: a pair that is worse together than apart is avoided, one that is better is sought`, async () => {
    const run = (problem: SearchProblem) => search(strategy, problem, rngOf(1, 'three'), options);
    assert.equal((await run(three)).chosen, ['a', 'b']);
    const worse = await run({ ...three, interactions: [{ ids: ['b', 'a'], loss: 0.05 }] });
    assert.ok(worse.chosen.includes('c'));
    assert.ok(Math.abs(worse.qualityLoss - 0.03) < 1e-12);
    const better = await run({ ...three, interactions: [{ ids: ['c', 'a'], loss: -0.02 }] });
    assert.equal(better.chosen, ['a', 'c']);
    assert.ok(Math.abs(better.qualityLoss - 0.01) < 1e-12);
  });

  test(`${strategy}: an interaction alone breaks the quality drop`, async () => {
    const problem = { ...three, candidates: three.candidates.slice(0, 2), maxQualityLoss: 0.025 };
    assert.ok((await search(strategy, problem, rngOf(1), options)).feasible);
    const interactions = [{ ids: ['a', 'b'], loss: 0.006 }] as const;
    assert.not.ok((await search(strategy, { ...problem, interactions }, rngOf(1), options)).feasible);
  });
}

test('a pair gains at most what both lose; several for the same pair add up; unknown and overlapping ones say nothing', async () => {
  const overlapping = { ...candidate('d', 0, 0.5), delta: { latency: -1, size: 0, parameters: 0, macs: 0 } };
  const found = await searchExact({
    ...three,
    candidates: [...three.candidates, overlapping],
    interactions: [
      { ids: ['a', 'b'], loss: -0.005 },
      { ids: ['b', 'a'], loss: -0.5 },
      { ids: ['a', 'd'], loss: -9 },
      { ids: ['a', 'nowhere'], loss: -9 },
    ],
  });
  assert.equal([found.chosen, found.qualityLoss], [['a', 'b'], 0]);
});

test('an interaction that is not a number is refused by the names of both', async () => {
  try {
    await searchExact({ ...three, interactions: [{ ids: ['a', 'b'], loss: Number.NaN }] });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, BespokeError);
    assert.match((error as BespokeError).message, /a and b/);
  }
});

test.run();
