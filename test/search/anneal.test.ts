import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rngOf } from '../../src/random.js';
import { searchAnneal } from '../../src/search/anneal.js';
import { searchExact } from '../../src/search/exact.js';
import { bruteForce } from './brute-force.js';
import { randomProblem } from './random-problem.js';

test('small problems: anneal finds the optimum of all sets', () => {
  for (let seed = 0; seed < 12; seed++) {
    const problem = randomProblem(rngOf(seed, 'small'), {
      candidates: 12,
      nodes: 10,
      span: 0.4,
      limits: seed % 2 === 0 ? { latency: 0.7 } : { latency: 0.6, size: 0.7 },
    });
    const [best] = bruteForce(problem, 0);
    const found = searchAnneal(problem, rngOf(seed, 'anneal'), { steps: 20_000 });
    assert.is(found.feasible, best.violation === 0);
    assert.not.ok(found.optimal, 'nothing is proven');
    assert.ok(found.qualityLoss <= best.loss + 0.0011, `${found.qualityLoss} ${best.loss}`);
  }
});

test('large problems: anneal is feasible and its loss at most half as much again as the optimum', async () => {
  for (let seed = 0; seed < 3; seed++) {
    const problem = randomProblem(rngOf(seed, 'p'), {
      candidates: 300,
      nodes: 150,
      limits: { latency: 0.5, size: 0.6 },
    });
    const optimum = await searchExact(problem);
    const found = searchAnneal(problem, rngOf(seed, 'anneal'));
    assert.ok(found.feasible);
    assert.ok(found.qualityLoss <= 1.5 * optimum.qualityLoss, `${found.qualityLoss} ${optimum.qualityLoss}`);
    assert.ok(found.qualityLoss >= optimum.qualityLoss - 1e-9, 'the optimum is one');
  }
});

test('100,000 steps over 300 candidates take less than a second of processor time', () => {
  const problem = randomProblem(rngOf(5, 'time'), {
    candidates: 300,
    nodes: 150,
    limits: { latency: 0.5, size: 0.6 },
  });
  const started = process.cpuUsage();
  searchAnneal(problem, rngOf(5, 'anneal'));
  const { user, system } = process.cpuUsage(started);
  assert.ok(user + system < 1_000_000, `${user + system} us`);
});

test('out of reach: the smallest violation', () => {
  const problem = randomProblem(rngOf(2, 'far'), {
    candidates: 12,
    nodes: 10,
    span: 0.4,
    limits: { latency: 0.02 },
  });
  const [best] = bruteForce(problem, 0);
  const found = searchAnneal(problem, rngOf(2, 'anneal'), { steps: 20_000 });
  assert.not.ok(found.feasible);
  assert.equal(found.chosen, best.ids);
});

test('forbidden sets are never the answer', () => {
  const problem = randomProblem(rngOf(4, 'forbid'), { candidates: 10, nodes: 10, limits: { latency: 0.9 } });
  const forbidden: (readonly string[])[] = [];
  let last = 0;
  for (let round = 0; round < 4; round++) {
    const found = searchAnneal(problem, rngOf(round, 'anneal'), { steps: 20_000, forbidden });
    assert.not.ok(forbidden.some((ids) => ids.join() === found.chosen.join()));
    assert.ok(found.qualityLoss >= last - 1e-9);
    last = found.qualityLoss;
    forbidden.push(found.chosen);
  }
});

test('nothing to choose from, and every set forbidden', () => {
  const empty = randomProblem(rngOf(0, 'none'), { candidates: 0, nodes: 10, limits: { latency: 1 } });
  assert.equal(searchAnneal(empty, rngOf(0)).feasible, true);
  assert.equal(searchAnneal(empty, rngOf(0), { forbidden: [[]] }).feasible, false);
});

test('property: disjoint, known, sorted ids; feasibility as defined; same seed, same answer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: 0, max: 40 }),
      fc.double({ min: 0.1, max: 1.2, noNaN: true }),
      fc.double({ min: 0.1, max: 1.2, noNaN: true }),
      (seed, candidates, latency, macs) => {
        const problem = randomProblem(rngOf(seed, 'p'), { candidates, nodes: 25, limits: { latency, macs } });
        const found = searchAnneal(problem, rngOf(seed, 'a'), { steps: 500 });
        const picked = problem.candidates.filter(({ id }) => found.chosen.includes(id));
        assert.is(picked.length, found.chosen.length);
        assert.equal([...found.chosen].sort(), found.chosen);
        const nodes = picked.flatMap((candidate) => candidate.nodes);
        assert.is(new Set(nodes).size, nodes.length);
        const met = problem.requirements.every(
          ({ metric, limit }) => found.predicted[metric] <= limit * (1 + 1e-8),
        );
        assert.is(found.feasible, met);
        assert.equal(searchAnneal(problem, rngOf(seed, 'a'), { steps: 500 }), found);
      },
    ),
    { numRuns: 60, seed: 1 },
  );
});

test.run();
