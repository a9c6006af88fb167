import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rngOf } from '../../src/random.js';
import { searchExact } from '../../src/search/exact.js';
import { learnInteractions, withLearned } from '../../src/search/interactions.js';
import type { MeasuredSet } from '../../src/search/loss-features.js';
import type { Candidate, SearchProblem } from '../../src/search/problem.js';
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
function predict(learned: ReturnType<typeof learnInteractions>, chosen: readonly string[]): number {
  const alone = learned.candidates
    .filter(({ id }) => chosen.includes(id))
    .reduce((sum, { qualityLoss }) => sum + qualityLoss, 0);
  return learned.interactions
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
  assert.ok(learned.factor > 1.4, `${learned.factor}`);
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

/** Neighbours hurt each other at random up to their own losses again, and everything is half as much again. */
function truthOf(problem: SearchProblem, seed: number): (chosen: readonly string[]) => number {
  const rng = rngOf(seed, 'truth');
  const hidden = new Map<string, number>();
  for (const first of problem.candidates) {
    for (const second of problem.candidates) {
      if (first.id >= second.id) continue;
      const apart = Math.max(second.nodes[0] - first.nodes.at(-1)!, first.nodes[0] - second.nodes.at(-1)!);
      const both = first.qualityLoss + second.qualityLoss;
      const strength = rng.next() < 0.5 ? 0 : 2 * rng.next();
      if (apart > 0) hidden.set(`${first.id} ${second.id}`, (strength * both) / apart);
    }
  }
  const lossOf = new Map(problem.candidates.map(({ id, qualityLoss }) => [id, Math.max(0, qualityLoss)]));
  return (chosen) => {
    let loss = 0;
    chosen.forEach((first, at) => {
      loss += 1.5 * lossOf.get(first)!;
      for (const second of chosen.slice(at + 1)) loss += hidden.get(`${first} ${second}`) ?? 0;
    });
    return loss;
  };
}

test('search, measure, learn, search: in five rounds truly better than the additive optimum and than its five best sets', async () => {
  const rounds = 5;
  const total = { additive: 0, best: 0, learned: 0 };
  let better = 0;
  for (let seed = 0; seed < 5; seed++) {
    const problem = randomProblem(rngOf(seed, 'loop'), {
      candidates: 50,
      nodes: 30,
      limits: { latency: 0.6 },
    });
    const truth = truthOf(problem, seed);
    const [additive, best] = await run(problem, truth, rounds, false);
    const [, learned] = await run(problem, truth, rounds, true);
    total.additive += additive;
    total.best += best;
    total.learned += learned;
    if (learned < additive - 1e-9) better++;
  }
  assert.ok(better >= 4, `better in ${better} of 5`);
  assert.ok(total.learned < 0.8 * total.additive, JSON.stringify(total));
  assert.ok(total.learned < 0.9 * total.best, JSON.stringify(total));
});

/** True loss of the first answer and of the best; without learning every round takes the next best. */
async function run(
  problem: SearchProblem,
  truth: (chosen: readonly string[]) => number,
  rounds: number,
  isLearning: boolean,
): Promise<[number, number]> {
  const measured: MeasuredSet[] = [];
  for (let round = 0; round < rounds; round++) {
    const learned = learnInteractions(isLearning ? measured : [], problem.candidates);
    const forbidden = measured.map(({ chosen }) => chosen);
    const { chosen } = await searchExact(withLearned(problem, learned), { forbidden });
    measured.push({ chosen, measured: truth(chosen) });
  }
  const losses = measured.map(({ measured: loss }) => loss);
  return [losses[0], Math.min(...losses)];
}

test.run();
