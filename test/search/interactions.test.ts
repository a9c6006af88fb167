import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rngOf } from '../../src/random.js';
import { searchExact } from '../../src/search/exact.js';
import { learnInteractions, withLearned } from '../../src/search/interactions.js';
import type { MeasuredSet } from '../../src/search/loss-features.js';
import type { Candidate, Interaction, SearchProblem } from '../../src/search/problem.js';
import { randomProblem } from './random-problem.js';

const candidate = (id: string, nodes: number[], qualityLoss: number): Candidate => ({
  id,
  nodes,
  delta: { latency: -1, size: 0, parameters: 0, macs: 0 },
  qualityLoss,
});
const five = ['a', 'b', 'c', 'd', 'e'].map((id, at) => candidate(id, [2 * at, 2 * at + 1], 0.02));
const whole = candidate('whole', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 0.1);
const candidates = [...five, whole];

/** By the definition of the model, not by src/. */
function predict(
  learned: Pick<SearchProblem, 'candidates' | 'interactions'>,
  chosen: readonly string[],
): number {
  const alone = learned.candidates
    .filter(({ id }) => chosen.includes(id))
    .reduce((sum, { qualityLoss }) => sum + qualityLoss, 0);
  return (learned.interactions ?? [])
    .filter(({ ids }) => ids.every((id) => chosen.includes(id)))
    .reduce((sum, { loss }) => sum + loss, alone);
}
const isClose = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

test('nothing measured: nothing learned', () => {
  assert.equal(learnInteractions([], candidates), { factor: 1, candidates, interactions: [] });
});

for (const [name, measured] of Object.entries({
  'one that lost twice the sum': [{ chosen: ['a', 'b', 'c'], measured: 0.12 }],
  'one that lost less than the sum': [{ chosen: ['a', 'b', 'c'], measured: 0.04 }],
  'one that lost nothing': [{ chosen: ['a', 'b', 'c'], measured: 0.002 }],
  'two that differ by one': [
    { chosen: ['a', 'b', 'c'], measured: 0.09 },
    { chosen: ['a', 'b', 'd'], measured: 0.13 },
  ],
  'one replacement alone': [{ chosen: ['whole'], measured: 0.07 }],
  'a whole member and three sets': [
    { chosen: ['whole'], measured: 0.1 },
    { chosen: ['a', 'b'], measured: 0.06 },
    { chosen: ['b', 'c', 'd', 'e'], measured: 0.2 },
    { chosen: ['a', 'c', 'e'], measured: 0.065 },
  ],
} satisfies Record<string, MeasuredSet[]>)) {
  test(`what was measured is predicted nearly exactly: ${name}`, () => {
    const learned = learnInteractions(measured, candidates);
    for (const { chosen, measured: loss } of measured) isClose(predict(learned, chosen), loss, 0.0005);
    for (const { qualityLoss } of learned.candidates) assert.ok(qualityLoss >= 0);
  });
}

test('the same set measured twice is predicted between the two', () => {
  const measured = [0.08, 0.1].map((loss) => ({ chosen: ['a', 'b', 'c'], measured: loss }));
  isClose(predict(learnInteractions(measured, candidates), ['a', 'b', 'c']), 0.09, 0.001);
});

test('a set moves in the same direction as a measured one, further the more it shares with it', () => {
  for (const measured of [0.2, 0.03]) {
    const learned = learnInteractions([{ chosen: ['a', 'b', 'c'], measured }], candidates);
    const moved = [
      ['a', 'b', 'c'],
      ['a', 'b', 'd'],
      ['a', 'd', 'e'],
    ].map((chosen) => (predict(learned, chosen) - 0.06) * Math.sign(measured - 0.06));
    assert.ok(moved[0] > moved[1] && moved[1] > moved[2] && moved[2] > 0, `${moved}`);
  }
});

test('neighbours are blamed more than distant ones', () => {
  const { interactions } = learnInteractions([{ chosen: ['a', 'b', 'e'], measured: 0.2 }], candidates);
  const of = (first: string, second: string) =>
    interactions.find(({ ids }) => ids.join() === `${first},${second}`)!.loss;
  assert.ok(of('a', 'b') > of('b', 'e') && of('b', 'e') > of('a', 'e') && of('a', 'e') > 0);
});

test('all sums optimistic by the same factor: the factor is learned, and a set never seen gets it; a whole member does not', () => {
  const sets = [
    ['a', 'b'],
    ['c', 'd', 'e'],
    ['a', 'd'],
    ['b', 'c', 'e'],
    ['a', 'c', 'e'],
    ['b', 'd'],
  ];
  const measured = sets.map((chosen) => ({ chosen, measured: 0.02 * 1.6 * chosen.length }));
  const learned = learnInteractions(measured, candidates);
  assert.ok(learned.factor > 1.1, `${learned.factor}`);
  isClose(predict(learned, ['c', 'e']), 0.064, 0.01);
  isClose(predict(learned, ['whole']), 0.1, 1e-12);
});

test('gains of single candidates count as search counts them; unknown ids, repeated ids and other orders change nothing', () => {
  const gaining = [candidate('a', [0], -0.01), candidate('b', [1], 0.02), candidate('c', [2], 0.02)];
  const learned = learnInteractions([{ chosen: ['b', 'a'], measured: 0.03 }], gaining);
  isClose(predict(learned, ['a', 'b']), 0.03, 0.0005);
  assert.ok(learned.candidates[0].qualityLoss >= 0);
  const same = learnInteractions([{ chosen: ['a', 'gone', 'b', 'a'], measured: 0.03 }], gaining);
  assert.equal(same, learned);
});

/**
 * What really is lost: half as much again as alone, and neighbours hurt each other at random, up to twice what both
 * lose alone.
 */
function truthOf(problem: SearchProblem, seed: number): SearchProblem {
  const rng = rngOf(seed, 'truth');
  const candidates = problem.candidates.map((each) => ({
    ...each,
    qualityLoss: 1.5 * Math.max(0, each.qualityLoss),
  }));
  const interactions = candidates.flatMap((first, at) =>
    candidates.slice(at + 1).flatMap((second): Interaction[] => {
      const [early, late] = first.nodes[0] < second.nodes[0] ? [first, second] : [second, first];
      const apart = late.nodes[0] - early.nodes.at(-1)!;
      const strength = rng.next() < 0.5 ? 0 : 2 * rng.next();
      if (apart < 1 || strength === 0) return [];
      return [
        {
          ids: [first.id, second.id],
          loss: (strength / 1.5) * ((first.qualityLoss + second.qualityLoss) / apart),
        },
      ];
    }),
  );
  return { ...problem, candidates, interactions };
}

test('search, measure, learn, search: in six rounds most of the way from the additive optimum to the true one, further than its six best sets', async () => {
  const total = { additive: 0, sixBest: 0, learned: 0, optimum: 0 };
  for (let seed = 0; seed < 3; seed++) {
    const size = { candidates: 40, nodes: 30 };
    const problem = randomProblem(rngOf(seed, 'loop'), { ...size, limits: { latency: 0.6 } });
    const truth = truthOf(problem, seed);
    const [additive, sixBest] = await run(problem, truth, 6, false);
    const [, learned] = await run(problem, truth, 6, true);
    const optimum = (await searchExact(truth)).qualityLoss;
    assert.ok(learned >= optimum - 1e-7, 'nothing is better than the optimum');
    total.additive += additive;
    total.sixBest += sixBest;
    total.learned += learned;
    total.optimum += optimum;
  }
  const { additive, sixBest, learned, optimum } = total;
  assert.ok(learned < sixBest, JSON.stringify(total));
  assert.ok(additive - learned > 0.5 * (additive - optimum), JSON.stringify(total));
});

/** True loss of the first answer and of the best; without learning every round takes the next best. */
async function run(
  problem: SearchProblem,
  truth: SearchProblem,
  rounds: number,
  isLearning: boolean,
): Promise<[number, number]> {
  const measured: MeasuredSet[] = [];
  for (let round = 0; round < rounds; round++) {
    const learned = learnInteractions(isLearning ? measured : [], problem.candidates);
    const forbidden = measured.map(({ chosen }) => chosen);
    const { chosen } = await searchExact(withLearned(problem, learned), { forbidden });
    measured.push({ chosen, measured: predict(truth, chosen) });
  }
  const losses = measured.map(({ measured: loss }) => loss);
  return [losses[0], Math.min(...losses)];
}

test.run();
