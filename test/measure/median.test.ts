import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { median, medianInterval } from '../../src/measure/median.js';
import { rngOf } from '../../src/random.js';

const test = suite('median and its interval');
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

for (const [name, values, expected] of [
  ['one', [3], 3],
  ['odd', [5, 1, 9], 5],
  ['even', [4, 1, 3, 2], 2.5],
  ['sorted as numbers', [10, 9, 100], 10],
  ['an outlier moves nothing', [1, 2, 3, 4, 1e9], 3],
] as const)
  test(`median: ${name}`, () => assert.is(median(values), expected));
test('median of nothing is NaN', () => assert.ok(Number.isNaN(median([]))));

// Ranks from tables of the 95 % confidence interval of a median.
for (const [count, low, high] of [
  [6, 1, 6],
  [8, 1, 8],
  [9, 2, 8],
  [10, 2, 9],
  [20, 6, 15],
  [25, 8, 18],
  [30, 10, 21],
  [50, 18, 33],
  [100, 40, 61],
  [1000, 469, 532],
  [10000, 4902, 5099],
])
  test(`interval of ${count} values: ranks ${low} and ${high}`, () =>
    assert.equal(medianInterval(upTo(count).reverse()), { low, high }));

for (const count of [0, 1, 5])
  test(`${count} values bound nothing`, () =>
    assert.equal(medianInterval(upTo(count)), { low: -Infinity, high: Infinity }));

test('the interval covers the true median at least 95 times in 100', () => {
  const rng = rngOf(1, 'coverage');
  let covered = 0;
  for (let trial = 0; trial < 1000; trial++) {
    // Skewed, as timings are: the median of exp(normal) is 1.
    const { low, high } = medianInterval(Array.from({ length: 40 }, () => Math.exp(rng.normal())));
    if (low <= 1 && 1 <= high) covered++;
  }
  assert.ok(covered >= 940 && covered <= 995, String(covered));
});

test.run();
