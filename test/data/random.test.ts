import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { shuffledIndices } from '../../src/data/shuffle.js';
import { rngOf } from '../../src/random.js';

const test = suite('random');
type Labels = readonly [seed: number, ...labels: (string | number)[]];
const draws = (count: number, ...labels: Labels): number[] => {
  const rng = rngOf(...labels);
  return Array.from({ length: count }, () => rng.next());
};

test('the same seed and labels give the same numbers, on every machine', () => {
  assert.equal(draws(3, 1, 'house'), [0.31098142801115725, 0.6468570081167185, 0.46983155512447716]);
});

for (const [what, labels] of [
  ['seed', [2, 'a', 1]],
  ['label', [1, 'b', 1]],
  ['a number for its text', [1, 'a', '1']],
  ['one label less', [1, 'a']],
  ['where a label ends', [1, 'a,1']],
] as const) {
  test(`other numbers for another ${what}`, () => {
    assert.is.not(draws(1, 1, 'a', 1)[0], draws(1, ...(labels as Labels))[0]);
  });
}

test('next is uniform in [0, 1)', () => {
  const values = draws(20_000, 7);
  assert.ok(values.every((value) => value >= 0 && value < 1));
  const bins = new Array(10).fill(0);
  for (const value of values) bins[Math.floor(value * 10)]++;
  // chi squared with 9 degrees of freedom, 99.99 %
  assert.ok(bins.reduce((sum, bin) => sum + (bin - 2000) ** 2 / 2000, 0) < 33.7);
});

test('int stays below n and reaches every value', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer(), (n, seed) => {
      const rng = rngOf(seed);
      const seen = new Set(Array.from({ length: n * 40 }, () => rng.int(n)));
      assert.ok([...seen].every((value) => Number.isInteger(value) && value >= 0 && value < n));
      assert.ok(seen.size >= n * 0.9);
    }),
  );
});

for (const n of [0, -1, 1.5, Number.NaN, 2 ** 32 + 1]) {
  test(`int(${n}) is refused`, () => assert.throws(() => rngOf(1).int(n), RangeError));
}

test('normal has mean 0, variance 1 and the tails of a normal distribution', () => {
  const rng = rngOf(3, 'normal');
  const values = Array.from({ length: 40_000 }, () => rng.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  assert.ok(Math.abs(mean) < 0.02, String(mean));
  assert.ok(Math.abs(variance - 1) < 0.03, String(variance));
  const tail = values.filter((value) => Math.abs(value) > 1.96).length / values.length;
  assert.ok(Math.abs(tail - 0.05) < 0.005, String(tail));
});

test('shuffle keeps the items, works in place, and gives every order', () => {
  const rng = rngOf(5);
  const orders = new Map<string, number>();
  for (let round = 0; round < 6000; round++) {
    const items = ['a', 'b', 'c'];
    assert.is(rng.shuffle(items), items);
    orders.set(items.join(''), (orders.get(items.join('')) ?? 0) + 1);
  }
  assert.is(orders.size, 6);
  for (const count of orders.values()) assert.ok(count > 850 && count < 1150, String(count));
});

test('shuffledIndices: a permutation that seed and epoch decide', () => {
  const order = shuffledIndices(100, 1, 0);
  assert.equal(
    [...order].sort((a, b) => a - b),
    [...Array(100).keys()],
  );
  assert.equal(shuffledIndices(100, 1, 0), order);
  assert.not.equal(shuffledIndices(100, 1, 1), order);
  assert.not.equal(shuffledIndices(100, 2, 0), order);
});

test.run();
